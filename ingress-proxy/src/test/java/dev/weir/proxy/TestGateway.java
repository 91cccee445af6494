package dev.weir.proxy;

import dev.weir.governance.detection.Detector;
import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.guard.InlineDetectors;
import dev.weir.governance.identity.KeyHasher;
import dev.weir.governance.identity.KeyText;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.masking.MaskingKey;
import dev.weir.governance.privacy.DataKey;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.governance.privacy.NonceSequence;
import dev.weir.governance.privacy.SealedContent;
import dev.weir.governance.privacy.WrappedDataKey;
import dev.weir.governance.quota.Limit;
import dev.weir.proxy.admin.AdminHandler;
import dev.weir.proxy.admin.Readiness;
import dev.weir.proxy.credential.CredentialBook;
import dev.weir.proxy.credential.ProviderKeys;
import dev.weir.proxy.credential.ReadSecret;
import dev.weir.proxy.credential.SecretReader;
import dev.weir.proxy.credential.SecretText;
import dev.weir.proxy.exchange.BadRequests;
import dev.weir.proxy.exchange.BodyRoom;
import dev.weir.proxy.exchange.Callers;
import dev.weir.proxy.exchange.Costs;
import dev.weir.proxy.exchange.ExchangeLimits;
import dev.weir.proxy.exchange.Gateway;
import dev.weir.proxy.exchange.GatewayHandler;
import dev.weir.proxy.exchange.LiveExchanges;
import dev.weir.proxy.exchange.RequestIds;
import dev.weir.proxy.exchange.Routes;
import dev.weir.proxy.guard.HeldRoom;
import dev.weir.proxy.guard.InspectStage;
import dev.weir.proxy.measure.ProxyMetrics;
import dev.weir.proxy.quota.QuotaGate;
import dev.weir.proxy.record.LogRecorder;
import dev.weir.proxy.record.RecordRoom;
import dev.weir.proxy.record.Sealer;
import dev.weir.proxy.socket.SocketLimits;
import dev.weir.proxy.socket.Sockets;
import dev.weir.proxy.targets.OtherProxies;
import dev.weir.proxy.targets.Targets;
import dev.weir.proxy.token.IssuerLimits;
import dev.weir.proxy.token.Tokens;
import dev.weir.proxy.upstream.UpstreamClient;
import dev.weir.proxy.view.DataKeyView;
import dev.weir.proxy.view.PolicyView;
import dev.weir.proxy.view.QuotaStateView;
import dev.weir.proxy.view.StopView;
import dev.weir.schemas.event.ControlAction;
import dev.weir.schemas.event.ControlOrder;
import dev.weir.schemas.event.EncryptedContent;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import dev.weir.schemas.event.VirtualKey;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The proxy without Kafka: everything from socket to socket is real, the log is in memory. */
final class TestGateway implements AutoCloseable {

  private static final NonceSequence NONCES = new NonceSequence(new SecureRandom());

  static final long EPOCH = 1_700_000_000_000L;
  static final ExchangeLimits LIMITS =
      new ExchangeLimits(
          64,
          64 * 1024,
          HeldRoom.DEFAULT_BYTES,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));

  private static final KeyEncryptionKey KEY_ENCRYPTION_KEY = new KeyEncryptionKey(new byte[32]);
  private static final DataKey DATA_KEY = new DataKey("search", "d1", Instant.EPOCH, new byte[32]);
  static final KeyText KEY = KeyText.of("abcdef1", new byte[32]);
  static final KeyText OPEN_KEY = KeyText.of("abcdef2", new byte[32]);
  static final KeyText SPOOL_KEY = KeyText.of("abcdef4", new byte[32]);
  static final KeyText REVOKED_KEY = KeyText.of("abcdef3", new byte[32]);
  static final KeyText EXPIRED_KEY = KeyText.of("abcdef5", new byte[32]);

  /** Of team "search", for "small" and "sure" alone. */
  static final KeyText NARROW_KEY = KeyText.of("abcdef6", new byte[32]);

  /** How often a token may have its issuer asked. */
  static final Duration ASK_AGAIN = Duration.ofMillis(200);

  static final SocketLimits SOCKET_LIMITS =
      new SocketLimits(
          4,
          32 * 1024,
          1_000,
          20,
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(2));

  private static final SecretReader ANY_SECRET =
      _ -> new ReadSecret(new SecretText("provider-secret"), Duration.ofMinutes(1));

  static final long BODIES_BYTES = 2 * 1024 * 1024;

  final BodyRoom bodies = new BodyRoom(BODIES_BYTES);
  final HeldRoom held = HeldRoom.ofUnguarded(HeldRoom.DEFAULT_BYTES);
  final MemoryLog log = new MemoryLog();
  final QuotaStateView quotaStates = new QuotaStateView(InstantSource.system());
  final QuotaGate quota;
  final Sockets sockets;
  final LiveExchanges live;
  final LogRecorder recorder;
  volatile boolean viewsComplete = true;

  /** Is shown what guards look at. */
  volatile Detector alsoLooks = _ -> List.of();

  private final StopView stops = new StopView(InstantSource.system());
  private final PolicyView policy = new PolicyView();
  private final String policyText;
  private final CredentialBook credentials;
  private final Resources resources = new Resources();
  private final ListeningServer listening;

  TestGateway(URI upstream) throws IOException {
    this(upstream, "", LIMITS, 16 * 1024 * 1024);
  }

  /** What the references of the policy stand for. */
  TestGateway(URI upstream, SecretReader secrets) throws IOException {
    this(
        upstream, upstream, "", LIMITS, 16 * 1024 * 1024, SOCKET_LIMITS, secrets, Optional.empty());
  }

  /** Provider "other" is elsewhere. */
  TestGateway(URI upstream, URI other) throws IOException {
    this(
        upstream, other, "", LIMITS, 16 * 1024 * 1024, SOCKET_LIMITS, ANY_SECRET, Optional.empty());
  }

  /** Hard limits are kept by credit, which nobody grants yet: see {@link #quota}. */
  TestGateway(URI upstream, String limits, EscrowTerms credit) throws IOException {
    this(
        upstream,
        upstream,
        limits,
        LIMITS,
        16 * 1024 * 1024,
        SOCKET_LIMITS,
        ANY_SECRET,
        Optional.of(credit));
  }

  /** {@code limits}: YAML list of the limits of team "search". */
  TestGateway(URI upstream, String limits, ExchangeLimits exchangeLimits, long roomBytes)
      throws IOException {
    this(upstream, limits, exchangeLimits, roomBytes, SOCKET_LIMITS);
  }

  TestGateway(
      URI upstream,
      String limits,
      ExchangeLimits exchangeLimits,
      long roomBytes,
      SocketLimits socketLimits)
      throws IOException {
    this(
        upstream,
        upstream,
        limits,
        exchangeLimits,
        roomBytes,
        socketLimits,
        ANY_SECRET,
        Optional.empty());
  }

  private TestGateway(
      URI upstream,
      URI other,
      String limits,
      ExchangeLimits exchangeLimits,
      long roomBytes,
      SocketLimits socketLimits,
      SecretReader secrets,
      Optional<EscrowTerms> credit)
      throws IOException {
    quota = new QuotaGate(quotaStates, "p1:" + EPOCH, credit);
    DataKeyView dataKeys = new DataKeyView(KEY_ENCRYPTION_KEY);
    policyText = publish(policy, dataKeys, upstream, other, limits);
    ProxyLimits all = ProxyLimits.DEFAULT.withExchange(exchangeLimits);
    listening = resources.add(new ListeningServer(all));
    UpstreamClient client = resources.add(listening.upstream(all.upstream()));
    sockets = resources.add(listening.sockets(socketLimits, bodies));
    live = resources.add(new LiveExchanges(exchangeLimits.exchangesMax()));
    recorder =
        new LogRecorder(
            log,
            new RecordRoom(roomBytes, () -> 0),
            new Sealer(dataKeys, new NonceSequence(new SecureRandom())));
    InstantSource clock = InstantSource.system();
    credentials = resources.add(new CredentialBook(secrets, clock));
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ProxyMetrics metrics = new ProxyMetrics(registry);
    KeyHasher hasher = new KeyHasher(KEY_ENCRYPTION_KEY.pepper());
    Callers callers =
        new Callers(
            policy,
            hasher,
            resources.add(
                Tokens.of(
                    policy::current,
                    new byte[32],
                    clock,
                    IssuerLimits.DEFAULT.withAskAgain(ASK_AGAIN))),
            () -> viewsComplete);
    Gateway gateway =
        new Gateway(
            new Gateway.Self(
                "p1",
                EPOCH,
                exchangeLimits,
                bodies,
                held,
                new RequestIds(clock, new Random(1)),
                clock),
            new Gateway.Knowledge(
                callers,
                new Routes(Optional.empty(), credentials),
                new Targets(new OtherProxies("p1", clock), metrics::target),
                stops),
            quota,
            new InspectStage(
                Stream.concat(
                        InlineDetectors.all().stream(),
                        Stream.<Detector>of(text -> alsoLooks.scan(text)))
                    .toList(),
                team -> new MaskingKey(hasher.hash("masking key of team " + team.value())),
                new HeldRoom(exchangeLimits.heldAnswerBytesMax())),
            new Costs(),
            recorder,
            client,
            live,
            metrics);
    stops.tell(orders -> {
      live.obey(orders);
      sockets.open().obey(orders);
    });
    listening.start(
        "127.0.0.1",
        0,
        0,
        new GatewayHandler(gateway, sockets),
        new BadRequests(gateway),
        new AdminHandler(() -> new Readiness(List.of(), Map.of(), Map.of()), registry));
  }

  /** Orders to stop, as the control plane does. */
  void order(String scope, String reason) {
    stops.replay(
        scope,
        ControlOrder.newBuilder()
            .setAction(ControlAction.STOP)
            .setReason(reason)
            .setOrderedAt(Instant.now())
            .setOrderedBy("test")
            .build());
  }

  /** An order whose record is broken. */
  void orderUnreadable(String scope) {
    stops.leftOut(scope);
  }

  /** Takes an order back. */
  void resume(String scope) {
    stops.replay(scope, null);
  }

  /** The limits of team "search". */
  List<Limit> limits() {
    return policy
        .current()
        .orElseThrow()
        .policy()
        .team(new TeamId("search"))
        .orElseThrow()
        .limits();
  }

  /** Puts the policy in force again, as another version and with another section. */
  void govern(String section) {
    publishNext(policyText + section);
  }

  /** From now on a provider that says nothing for a second is given up. */
  void loseItsPatience() {
    publishNext(policyText.replace("first-byte: 30s, idle: 30s", "first-byte: 1s, idle: 1s"));
  }

  private void publishNext(String text) {
    long version = policy.current().orElseThrow().version() + 1;
    policy.replay(
        "version/%010d".formatted(version),
        new PolicyEntry(new PolicyDocument(version, text, Instant.EPOCH, "test", "", "")));
  }

  private static String publish(
      PolicyView policy, DataKeyView dataKeys, URI upstream, URI other, String limits) {
    String text =
        """
        organisation: acme
        providers:
          mock:
            url: %1$s
            credential: ${env:MOCK_KEY}
            timeouts: {connect: 30s, first-byte: 30s, idle: 30s}
          thinker:
            url: %1$s
            credential: ${env:MOCK_KEY}
            timeouts: {connect: 30s, first-byte: 60s, idle: 60s}
          other:
            url: %3$s
            credential: ${env:MOCK_KEY}
            timeouts: {connect: 1s, first-byte: 5s, idle: 5s}
          down:
            url: http://127.0.0.1:1/v1
          claude:
            kind: anthropic
            url: %1$s
            credential: ${env:MOCK_KEY}
            timeouts: {connect: 30s, first-byte: 30s, idle: 30s}
          google:
            kind: gemini
            url: %1$s
            credential: ${env:MOCK_KEY}
            timeouts: {connect: 30s, first-byte: 30s, idle: 30s}
          turns:
            url: %1$s
            credentials: ["${env:A}", "${env:B}"]
            timeouts: {connect: 30s, first-byte: 30s, idle: 30s}
          slow-key: {url: "%1$s", credential: "${env:SLOW}", timeouts: {connect: 30s}}
          no-key: {url: "%1$s", credential: "${env:NOWHERE}"}
          aws:
            kind: bedrock
            url: %1$s
            credential: {access-key-id: "${env:AWS_ID}", secret-access-key: "${env:AWS_SECRET}",
              session-token: "${env:AWS_SESSION}", region: us-east-1}
          openai: {kind: openai, url: "%1$s", credential: "${env:MOCK_KEY}", timeouts: {connect: 30s}}
          googles: {kind: vertex, url: "%1$s", credential: {google-account: "${env:ACCOUNT}"}}
        models:
          claude-haiku-4-5: {provider: claude}
          vectors: {provider: google, upstream-model: gemini-embedding-001}
          small: {provider: mock, context-tokens: 8_000, max-output-tokens: 1_000, capabilities: [tools]}
          signed: {provider: aws, upstream-model: "arn:aws:bedrock:us-east-1:1:profile/m"}
          exchanged: {provider: googles}
          pro: {provider: openai, upstream-model: gpt-5-pro}
          thinks: {provider: openai, upstream-model: gpt-5.5}
          chats: {provider: openai, upstream-model: gpt-5.2}
          turns: {provider: turns}
          turned: {provider: turns, upstream-model: turned-2026}
          patient: {provider: slow-key}
          unkeyed: {provider: no-key}
          fast: {provider: mock, upstream-model: "real-\\"model\\""}
          secret: {provider: mock}
          plain: {provider: mock}
          lost: {provider: down}
          slow: {provider: thinker}
          opus: {provider: claude, upstream-model: claude-opus-4-1}
          far: {provider: other, upstream-model: far}
          gem: {provider: google, upstream-model: gemini-2.5-flash}
          tunedModels/mine: {provider: google}
          narrow: {provider: thinker, upstream-model: narrow, max-concurrent: 1}
          text: {provider: mock, upstream-model: text, context-tokens: 2000, capabilities: []}
        prices:
          - {provider: mock, model: plain, token-type: output, per-million: "10", valid-from: 2026-01-01}
          - {provider: mock, model: plain, token-type: output, per-million: "4", valid-from: 2026-01-01,
             service-tier: flex}
        routes:
          sure: {failover: [lost, small]}
          unkeyed-or-turns: {failover: [unkeyed, turns]}
          both: {failover: [fast, small]}
          trial: {split: {by: team, variants: [{name: only, to: small, percent: 100}]}}
          pair: {failover: [far, small]}
          room: {failover: [narrow, small]}
          alone: {failover: [narrow]}
          again: {failover: [fast], retries: 2}
          prompt: {failover: [slow, small], first-token: 200ms}
          hedged: {failover: [slow, small], hedge: {after: 100ms}}
          hedged-thinks: {failover: [thinks, small], hedge: {after: 100ms}}
          clever: {by-task: {code: text, otherwise: slow}}
          counted: {failover: [claude-haiku-4-5, small], hedge: {after: 50ms}}
          claudes: {failover: [claude-haiku-4-5, opus]}
          gem-or-small: {failover: [gem, small]}
          able: {first-capable: [text, slow]}
          fresh: {canary: {to: far, stable: small, percent: 100, max-error-percent: 10}}
        routing:
          retries: {backoff: 20ms}
        passthrough: {openai: mock, anthropic: claude}
        teams:
          search:
            recording: strict
            models: [small, pro, thinks, chats, fast, plain, lost, slow, opus, sure, both, trial, turns, turned, patient, unkeyed,
              signed, exchanged,
              unkeyed-or-turns, narrow, pair, room, alone, again, prompt, hedged, hedged-thinks, able, clever,
              counted, claudes, fresh, gem, gem-or-small,
              tunedModels/mine]
            limits: [%2$s]
          ads:
            recording: open
            translation: refuse
            passthrough: [/openai/v1/files, /anthropic]
          ops:
            recording: spool
            passthrough: [/openai]
        """
            .formatted(upstream, limits, other);
    policy.replay(
        "version/0000000001",
        new PolicyEntry(new PolicyDocument(1L, text, Instant.EPOCH, "test", "", "")));
    key(policy, KEY, "search", key -> {});
    key(policy, OPEN_KEY, "ads", key -> {});
    key(policy, SPOOL_KEY, "ops", key -> {});
    key(policy, REVOKED_KEY, "search", key -> key.setRevokedAt(Instant.EPOCH));
    key(policy, EXPIRED_KEY, "search", key -> key.setExpiresAt(Instant.EPOCH));
    key(policy, NARROW_KEY, "search", key -> key.setModels(List.of("small", "sure")));
    dataKey(dataKeys, DATA_KEY);
    dataKey(dataKeys, new DataKey("ops", "d2", Instant.EPOCH, new byte[32]));
    return text;
  }

  private static void dataKey(DataKeyView dataKeys, DataKey key) {
    WrappedDataKey wrapped = key.wrap(KEY_ENCRYPTION_KEY, NONCES.next());
    dataKeys.replay(
        key.subject() + "|" + key.keyId(),
        new dev.weir.schemas.event.DataKey(
            key.subject(),
            key.keyId(),
            ByteBuffer.wrap(wrapped.nonce()),
            ByteBuffer.wrap(wrapped.wrapped()),
            Instant.EPOCH));
  }

  private static void key(
      PolicyView policy, KeyText key, String team, Consumer<VirtualKey.Builder> more) {
    byte[] hash = new KeyHasher(KEY_ENCRYPTION_KEY.pepper()).hash(key);
    var stored =
        VirtualKey.newBuilder()
            .setKeyId(key.keyId())
            .setHash(ByteBuffer.wrap(hash))
            .setTeam(team)
            .setCreatedAt(Instant.EPOCH);
    more.accept(stored);
    policy.replay("key/" + key.keyId(), new PolicyEntry(stored.build()));
  }

  /** Returns when all keys of the provider were read, or could not be. */
  void awaitKeys(String provider) throws InterruptedException {
    ProviderKeys keys =
        credentials.of(
            Objects.requireNonNull(
                policy.current().orElseThrow().policy().providers().get(provider)));
    var known = new CountDownLatch(1);
    while (keys.whenKnown(known::countDown)) {
      if (!known.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("no keys of " + provider);
      }
      known = new CountDownLatch(1);
    }
  }

  /** From now on the key of team "ops" is revoked. */
  void revokeSpoolKey() {
    key(policy, SPOOL_KEY, "ops", key -> key.setRevokedAt(Instant.now()));
  }

  int port() {
    return listening.port();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  URI adminUri(String path) {
    return URI.create("http://127.0.0.1:" + listening.adminPort() + path);
  }

  HttpRequest.Builder chat(String body) {
    return HttpRequest.newBuilder(uri("/v1/chat/completions"))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + KEY.reveal())
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /** The plain text of sealed content. */
  static String opened(EncryptedContent content, String eventId) {
    return new String(
        new dev.weir.governance.privacy.ContentCipher(DATA_KEY)
            .open(SealedContent.of(content), eventId),
        StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    resources.close();
  }
}
