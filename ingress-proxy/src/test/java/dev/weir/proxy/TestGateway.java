package dev.weir.proxy;

import dev.weir.governance.detection.Detector;
import dev.weir.governance.guard.InlineDetectors;
import dev.weir.governance.identity.KeyHasher;
import dev.weir.governance.masking.MaskingKey;
import dev.weir.governance.privacy.NonceSequence;
import dev.weir.governance.quota.Limit;
import dev.weir.proxy.admin.AdminHandler;
import dev.weir.proxy.admin.Readiness;
import dev.weir.proxy.credential.CredentialBook;
import dev.weir.proxy.credential.ProviderKeys;
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
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The proxy without Kafka: everything from socket to socket is real, the log is in memory. */
final class TestGateway implements AutoCloseable {

  static final long EPOCH = 1_700_000_000_000L;
  static final ExchangeLimits LIMITS =
      new ExchangeLimits(
          64,
          64 * 1024,
          HeldRoom.DEFAULT_BYTES,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));

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
  private final PolicyView policyView = new PolicyView();
  private final TestPolicy policy;
  private final CredentialBook credentials;
  private final Resources resources = new Resources();
  private final ListeningServer listening;

  /** A gateway whose providers are all here; what is not said is as most tests need it. */
  static GatewaySetup before(URI upstream) {
    return new GatewaySetup(upstream);
  }

  TestGateway(GatewaySetup with) throws IOException {
    quota = new QuotaGate(quotaStates, "p1:" + EPOCH, with.credit);
    policy = new TestPolicy(policyView, with.upstream, with.other, with.limits);
    TestKeys.publishKeys(policyView);
    DataKeyView dataKeys = new DataKeyView(TestKeys.KEY_ENCRYPTION_KEY);
    TestKeys.publishDataKeys(dataKeys);
    ExchangeLimits exchangeLimits = with.exchangeLimits;
    ProxyLimits all = ProxyLimits.DEFAULT.withExchange(exchangeLimits);
    listening = resources.add(new ListeningServer(all));
    UpstreamClient client = resources.add(listening.upstream(all.upstream()));
    sockets = resources.add(listening.sockets(SOCKET_LIMITS, bodies));
    live = resources.add(new LiveExchanges(exchangeLimits.exchangesMax()));
    recorder =
        new LogRecorder(
            log,
            new RecordRoom(with.recordBytes, () -> 0),
            new Sealer(dataKeys, new NonceSequence(new SecureRandom())));
    InstantSource clock = InstantSource.system();
    credentials = resources.add(new CredentialBook(with.secrets, clock));
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ProxyMetrics metrics = new ProxyMetrics(registry);
    KeyHasher hasher = new KeyHasher(TestKeys.KEY_ENCRYPTION_KEY.pepper());
    Callers callers =
        new Callers(
            policyView,
            hasher,
            resources.add(
                Tokens.of(
                    policyView::current,
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
    return policy.limits();
  }

  /** Puts the policy in force again, as another version and with another section. */
  void govern(String section) {
    policy.govern(section);
  }

  /** From now on a provider that says nothing for a second is given up. */
  void loseItsPatience() {
    policy.loseItsPatience();
  }

  /** From now on the key of team "ops" is revoked. */
  void revokeSpoolKey() {
    TestKeys.revokeSpoolKey(policyView);
  }

  /** Returns when all keys of the provider were read, or could not be. */
  void awaitKeys(String provider) throws InterruptedException {
    ProviderKeys keys = credentials.of(policy.provider(provider));
    var known = new CountDownLatch(1);
    while (keys.whenKnown(known::countDown)) {
      if (!known.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("no keys of " + provider);
      }
      known = new CountDownLatch(1);
    }
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
        .header("Authorization", "Bearer " + TestKeys.KEY.reveal())
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  @Override
  public void close() {
    resources.close();
  }
}
