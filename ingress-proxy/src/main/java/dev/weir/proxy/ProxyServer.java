package dev.weir.proxy;

import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.identity.KeyHasher;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.privacy.NonceSequence;
import dev.weir.proxy.admin.AdminHandler;
import dev.weir.proxy.admin.Readiness;
import dev.weir.proxy.credential.CredentialBook;
import dev.weir.proxy.exchange.BadRequests;
import dev.weir.proxy.exchange.BodyRoom;
import dev.weir.proxy.exchange.Callers;
import dev.weir.proxy.exchange.Gateway;
import dev.weir.proxy.exchange.GatewayHandler;
import dev.weir.proxy.exchange.LiveExchanges;
import dev.weir.proxy.exchange.RequestIds;
import dev.weir.proxy.exchange.Routes;
import dev.weir.proxy.guard.HeldRoom;
import dev.weir.proxy.journal.JournalLimits;
import dev.weir.proxy.journal.JournaledLog;
import dev.weir.proxy.measure.ProxyMetrics;
import dev.weir.proxy.quota.DemandFeed;
import dev.weir.proxy.quota.GrantView;
import dev.weir.proxy.quota.LimitsInForce;
import dev.weir.proxy.quota.QuotaGate;
import dev.weir.proxy.record.LogRecorder;
import dev.weir.proxy.record.NoRecorder;
import dev.weir.proxy.record.RecordRoom;
import dev.weir.proxy.record.Recorder;
import dev.weir.proxy.record.Sealer;
import dev.weir.proxy.socket.SocketLimits;
import dev.weir.proxy.socket.Sockets;
import dev.weir.proxy.targets.HealthFeed;
import dev.weir.proxy.targets.OtherProxies;
import dev.weir.proxy.targets.Targets;
import dev.weir.proxy.token.IssuerLimits;
import dev.weir.proxy.token.Tokens;
import dev.weir.proxy.view.DataKeyView;
import dev.weir.proxy.view.PolicyView;
import dev.weir.proxy.view.QuotaStateView;
import dev.weir.proxy.view.StopView;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import dev.weir.schemas.view.TopicFollower;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;

/**
 * A running proxy. {@link #close} drains: readiness goes first, running exchanges finish within
 * their time, then what is left is cut and recorded as such, and last the log is flushed.
 */
public final class ProxyServer implements AutoCloseable {

  private static final List<Topic> FOLLOWED =
      List.of(Topic.POLICY, Topic.DATA_KEYS, Topic.QUOTA_STATE, Topic.ROUTE_HEALTH, Topic.CONTROL);

  private final ProxyConfig config;
  private final Resources resources;
  private final Sockets sockets;
  private final LiveExchanges live;
  private final ListeningServer listening;
  private final PolicyView policy;
  private final StopView stops;
  private final TopicFollower follower;
  private Optional<JournalHealth> journal = Optional.empty();

  private ProxyServer(ProxyConfig config, Resources resources) throws IOException {
    this.config = config;
    this.resources = resources;
    long epoch = System.currentTimeMillis();
    var metricsRegistry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    resources.add(metricsRegistry::close);
    new JvmMemoryMetrics().bindTo(metricsRegistry);
    ProxyMetrics metrics = new ProxyMetrics(metricsRegistry);

    EventSerdes serdes = resources.add(new EventSerdes(config.log()));
    CredentialBook credentials =
        resources.add(new CredentialBook(config.secrets(), InstantSource.system()));
    policy = new PolicyView(next -> credentials.follow(next.policy()));
    DataKeyView dataKeys = new DataKeyView(config.keyEncryptionKey());
    QuotaStateView quotaStates = new QuotaStateView(InstantSource.system());
    follower = resources.add(new TopicFollower(config.log(), serdes, "weir-proxy-views"));
    follower.follow(Topic.POLICY, policy);
    follower.follow(Topic.DATA_KEYS, dataKeys);
    follower.follow(Topic.QUOTA_STATE, quotaStates);
    OtherProxies others = new OtherProxies(config.proxyId(), InstantSource.system());
    follower.follow(Topic.ROUTE_HEALTH, others);
    stops = new StopView(InstantSource.system());
    follower.follow(Topic.CONTROL, stops);
    follower.start();
    Recorder recorder = recorder(serdes, dataKeys, metrics);
    QuotaGate quota =
        new QuotaGate(
            quotaStates,
            config.proxyId() + ":" + epoch,
            config.recording() ? Optional.of(EscrowTerms.DEFAULT) : Optional.empty());
    quota.follow(LimitsInForce.of(policy::current));

    Targets targets = new Targets(others, metrics::target);
    feed(targets, others, serdes, metrics);
    listening = resources.add(new ListeningServer(config.limits()));
    var upstream = resources.add(listening.upstream(config.limits().upstream()));
    BodyRoom bodies = new BodyRoom(BodyRoom.DEFAULT_BYTES);
    // Closed after the exchanges, whose last words go out on them.
    sockets = resources.add(listening.sockets(SocketLimits.DEFAULT, bodies));
    // Closed after the exchanges, whose credit it gives back.
    lease(quota, epoch, serdes, metrics);
    live = resources.add(new LiveExchanges(config.limits().exchange().exchangesMax()));
    stops.tell(orders -> {
      live.obey(orders);
      sockets.open().obey(orders);
    });
    Gateway gateway =
        new Gateway(
            self(config, epoch, bodies),
            new Gateway.Knowledge(
                new Callers(
                    policy,
                    new KeyHasher(config.keyEncryptionKey().pepper()),
                    resources.add(tokens(policy)),
                    follower::isCaughtUp),
                new Routes(config.echoUrl(), credentials),
                targets,
                stops),
            quota,
            recorder,
            upstream,
            live,
            metrics);
    measure(metrics, bodies);
    ServerMetrics.credentials(metrics, credentials);
    ServerMetrics.held(metrics, gateway.inspect().held());
    ServerMetrics.heldBack(metrics, gateway.self().answers());
    listening.start(
        config.host(),
        config.port(),
        config.adminPort(),
        new GatewayHandler(gateway, sockets),
        new BadRequests(gateway),
        new AdminHandler(this::readiness, metricsRegistry));
  }

  /**
   * Starts and listens; {@code /readyz} says when the views are complete.
   *
   * @throws dev.weir.proxy.journal.JournalInUseException where another proxy has the journal
   * @throws IOException where a port cannot be bound, or the journal cannot be used
   * @throws IllegalStateException where the log does not answer in time
   */
  public static ProxyServer start(ProxyConfig config) throws IOException {
    Resources resources = new Resources();
    try {
      return new ProxyServer(config, resources);
    } catch (IOException | RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  private static Tokens tokens(PolicyView policy) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return Tokens.of(policy::current, secret, InstantSource.system(), IssuerLimits.DEFAULT);
  }

  private static Gateway.Self self(ProxyConfig config, long epoch, BodyRoom bodies) {
    InstantSource clock = InstantSource.system();
    var random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(new SecureRandom().generateSeed(24));
    return new Gateway.Self(
        config.proxyId(),
        epoch,
        config.limits().exchange(),
        bodies,
        HeldRoom.ofUnguarded(config.limits().exchange().heldAnswerBytesMax()),
        new RequestIds(clock, random),
        clock);
  }

  private Recorder recorder(EventSerdes serdes, DataKeyView dataKeys, ProxyMetrics metrics)
      throws IOException {
    if (!config.recording()) {
      return new NoRecorder();
    }
    JournalLimits limits = config.limits().journal();
    JournaledLog log =
        resources.add(
            JournaledLog.open(
                config.journal(),
                limits,
                config.log(),
                serdes,
                new EventHeaders("proxy", config.proxyId()),
                config.limits().readyWithin()));
    // What is left of one segment is lost when a larger entry follows.
    RecordRoom room = new RecordRoom(limits.bytesMax() - limits.segmentBytes(), log::usedBytes);
    journal = Optional.of(new JournalHealth(log, room, limits));
    LogRecorder recorder =
        new LogRecorder(log, room, new Sealer(dataKeys, new NonceSequence(new SecureRandom())));
    metrics.total(
        "weir.records.lost",
        "Records that should be in the log and are not",
        recorder,
        it -> it.lostRecords() + log.lostRecords());
    metrics.gauge(
        "weir.record.room.claimed.bytes",
        "Bytes of the journal that are promised to exchanges in flight",
        room,
        RecordRoom::claimedBytes);
    metrics.gauge(
        "weir.journal.used.bytes",
        "Bytes of the journal that are not free",
        log,
        JournaledLog::usedBytes);
    metrics.gauge("weir.journal.max.bytes", "Size of the journal", limits, JournalLimits::bytesMax);
    metrics.gauge(
        "weir.journal.oldest.seconds",
        "Age of the oldest record that the log has not acknowledged",
        log,
        JournaledLog::oldestSeconds);
    return recorder;
  }

  /** A proxy that writes nothing to the log tells others nothing either. */
  private void feed(
      Targets targets, OtherProxies others, EventSerdes serdes, ProxyMetrics metrics) {
    if (config.recording()) {
      HealthFeed feed =
          resources.add(
              HealthFeed.start(
                  targets, others, config.proxyId(), config.log(), serdes, InstantSource.system()));
      metrics.total(
          "weir.route.health.unsent",
          "Reports to other proxies that did not reach the log and were made good by the next",
          feed,
          HealthFeed::unsent);
    }
  }

  /** A proxy that writes nothing to the log gets no credit. */
  private void lease(QuotaGate quota, long epoch, EventSerdes serdes, ProxyMetrics metrics) {
    if (!config.recording()) {
      return;
    }
    DemandFeed feed =
        resources.add(
            DemandFeed.start(
                quota,
                new DemandFeed.Sender(
                    config.proxyId(),
                    epoch,
                    () -> policy.current().map(PolicySnapshot::version).orElse(0L),
                    () -> journal.map(JournalHealth::isFormerPublished).orElse(true),
                    InstantSource.system()),
                config.log(),
                serdes));
    TopicFollower grants =
        resources.add(TopicFollower.committed(config.log(), serdes, "weir-proxy-grants"));
    grants.follow(Topic.QUOTA_GRANTS, new GrantView(quota, config.proxyId(), epoch));
    grants.start();
    metrics.total(
        "weir.quota.demands.unsent",
        "Demands for credit that did not reach the log and were made good by the next",
        feed,
        DemandFeed::unsent);
    metrics.gauge("weir.quota.waiting", "Requests that wait for credit", quota, QuotaGate::waiting);
    metrics.gauge(
        "weir.quota.accounts",
        "Accounts of limits that one team, or the organisation, has here at most",
        quota,
        QuotaGate::accountsMost);
    metrics.total(
        "weir.quota.crowded",
        "Requests that were refused since there was no room for one account more",
        quota,
        QuotaGate::crowded);
    metrics.gauge(
        "weir.view.age.seconds",
        "Time since a view was last known to hold all that is in its topic",
        Tags.of("view", Topic.QUOTA_GRANTS.in("")),
        grants,
        it -> it.age(Topic.QUOTA_GRANTS).toMillis() / 1_000.0);
  }

  private void measure(ProxyMetrics metrics, BodyRoom bodies) {
    metrics.gauge(
        "weir.bodies.claimed.bytes",
        "Bytes that the bodies of exchanges in flight hold",
        bodies,
        BodyRoom::claimedBytes);
    ServerMetrics.connections(metrics, listening.connections());
    ServerMetrics.sockets(metrics, sockets);
    metrics.gauge(
        "weir.stops.in.force",
        "Orders to stop that hold now",
        stops,
        view -> view.get().inForce(Instant.now()).size());
    metrics.gauge(
        "weir.stops.delay.seconds",
        "Time from the newest order to stop until this proxy had told all in flight; 0 for none",
        stops,
        view -> view.delay().toMillis() / 1_000.0);
    metrics.gauge("weir.exchanges.in.flight", "Exchanges in flight", live, LiveExchanges::count);
    metrics.gauge(
        "weir.policy.version",
        "Version of the policy in force; 0 for none",
        policy,
        view -> view.current().map(snapshot -> (double) snapshot.version()).orElse(0.0));
    metrics.gauge(
        "weir.policy.refused.version",
        "Newest version of the policy where it cannot be used and another governs; 0 for none",
        policy,
        PolicyView::refusedVersion);
    for (Topic topic : FOLLOWED) {
      metrics.gauge(
          "weir.view.lag." + topic.in("").replace('-', '.') + ".records",
          "Records of a topic that this proxy has not taken in yet",
          follower,
          view -> view.lag(topic).orElse(0));
      metrics.gauge(
          "weir.view.age.seconds",
          "Time since a view was last known to hold all that is in its topic",
          Tags.of("view", topic.in("")),
          follower,
          view -> view.age(topic).toMillis() / 1_000.0);
    }
  }

  private Readiness readiness() {
    List<String> reasons = new ArrayList<>();
    if (live.isDraining()) {
      reasons.add("draining");
    }
    if (!follower.isCaughtUp()) {
      reasons.add("views are not complete");
    }
    if (policy.current().isEmpty()) {
      reasons.add("no policy was published");
    }
    journal.ifPresent(it -> reasons.addAll(it.reasons()));
    Map<String, Long> lag = new HashMap<>();
    Map<String, Duration> ages = new HashMap<>();
    for (Topic topic : FOLLOWED) {
      String name = config.log().topic(topic);
      follower.lag(topic).ifPresent(records -> lag.put(name, records));
      ages.put(name, follower.age(topic));
    }
    List<String> notices = new ArrayList<>(policy.warning().stream().toList());
    notices.addAll(stops.warnings(Instant.now()));
    return new Readiness(reasons, notices, lag, ages, journal.map(JournalHealth::state));
  }

  public int port() {
    return listening.port();
  }

  public int adminPort() {
    return listening.adminPort();
  }

  /** Whether {@code /readyz} says so. */
  public boolean isReady() {
    return readiness().reasons().isEmpty();
  }

  @Override
  public void close() {
    live.drain();
    sockets.open().drain();
    Duration within = config.limits().drainWithin();
    if (!within.isZero()) {
      var _ = live.awaitNone(within);
    }
    resources.close();
  }
}
