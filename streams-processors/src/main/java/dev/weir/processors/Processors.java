package dev.weir.processors;

import dev.weir.governance.detection.Detector;
import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.privacy.SecretFingerprints;
import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Events;
import dev.weir.processors.health.AdminServer;
import dev.weir.processors.health.Readiness;
import dev.weir.processors.health.StreamsMeters;
import dev.weir.processors.orphan.OrphanClosing;
import dev.weir.processors.progress.Beginning;
import dev.weir.processors.progress.LogReading;
import dev.weir.processors.progress.SettledStarts;
import dev.weir.processors.quota.GrantorBooks;
import dev.weir.processors.quota.QuotaFeedback;
import dev.weir.processors.view.Views;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.streams.Topology;

/** The running processors: their applications, the views they decide by, and their port. */
public final class Processors implements AutoCloseable {

  private static final Duration VIEWS_LIMIT = Duration.ofSeconds(60);

  private final Parts parts;
  private final Application quota;
  private final Application orphans;
  private final Application records;

  /** It may fall behind and fail without a caller's or an auditor's notice. */
  private final Optional<Application> names;

  /** What was opened while it ran; closed after it. */
  private final Queue<AutoCloseable> opened = new ConcurrentLinkedQueue<>();

  private final AdminServer admin;

  /** All applications have opened their stores and read; exceptionally where one cannot. */
  private final CompletableFuture<Void> begun = new CompletableFuture<>();

  /** Where the grantor of this log keeps what it knows. */
  public static GrantorBooks grantorBooks(LogConnection log) {
    return new GrantorBooks(ProcessorsConfig.applicationId(log, Application.Task.QUOTA));
  }

  private Processors(ProcessorsConfig config, Parts parts) {
    this.parts = parts;
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    parts.add(registry::close);
    parts.add(this::closeOpened);
    var counters = new Counters(registry);
    var serdes = parts.add(new EventSerdes(config.connection()));
    Views views = parts.add(Views.follow(config.connection(), serdes, config.keyEncryptionKey()));
    var events = new Events(config.connection(), serdes);
    LogReading orphansRead =
        parts.add(reading(config, Application.Task.ORPHANS, id -> OrphanClosing.read(id, events)));
    LogReading usageRead =
        parts.add(
            reading(config, Application.Task.QUOTA, id -> QuotaFeedback.readUsage(id, events)));
    StoreMemory memory = parts.add(new StoreMemory());
    var questions =
        new Questions(
            config.pace(),
            new Questions.Knowledge(
                views.policies(),
                views.prices(),
                views.keys(),
                new SecretFingerprints(config.keyEncryptionKey())),
            new Questions.Certainty(
                orphansRead,
                new SettledStarts(views.closed(), usageRead, EscrowTerms.DEFAULT.slack())),
            events,
            new EventHeaders("processors", StreamsSettings.instanceId(config.stateDirectory())),
            counters);
    BiFunction<Application.Task, Topology, Application> application =
        (task, topology) ->
            parts.add(
                new Application(
                    task, topology, StreamsSettings.of(config, task, counters, memory), counters));
    records = application.apply(Application.Task.RECORDS, questions.records());
    orphans = application.apply(Application.Task.ORPHANS, questions.orphans());
    quota = application.apply(Application.Task.QUOTA, questions.quota());
    names =
        config
            .names()
            .map(source ->
                application.apply(Application.Task.NAMES, questions.names(() -> opened(source))));
    StreamsMeters.bind(this::readiness, quota::lag, orphans::lag, this::threads, registry);
    StreamsMeters.bindAges(Views.FOLLOWED, views::age, registry);
    StreamsMeters.bindReading("orphans", orphansRead::age, registry);
    StreamsMeters.bindReading("quota", usageRead::age, registry);
    admin =
        parts.add(
            AdminServer.start(config.admin(), this::isAlive, this::readiness, registry::scrape));
    if (!views.awaitLoaded(VIEWS_LIMIT)) {
      throw new IllegalStateException(
          "policy, prices and keys could not be read within " + VIEWS_LIMIT);
    }
    new Beginning(config.connection(), config.applicationId(Application.Task.ORPHANS))
        .at(OrphanClosing.beginnings(events, config.pace().orphanAfter(), Instant.now()));
    begin(Stream.concat(needed(), names.stream()));
    // Nothing is closed that is being started.
    parts.add(() -> begun.handle((_, _) -> true).join());
  }

  /** Side by side: to open the stores of one takes seconds. */
  private void begin(Stream<Application> applications) {
    Executor each = task -> Thread.ofPlatform().daemon().name("weir-start").start(task);
    var _ =
        CompletableFuture.allOf(
                applications
                    .map(it -> CompletableFuture.runAsync(it::start, each))
                    .toArray(CompletableFuture[]::new))
            .whenComplete((_, failure) -> {
              if (failure == null) {
                begun.complete(null);
              } else {
                begun.completeExceptionally(failure);
              }
            });
  }

  private static LogReading reading(
      ProcessorsConfig config, Application.Task task, Function<String, List<Set<String>>> stages) {
    String application = config.applicationId(task);
    return LogReading.watch(config.connection(), application, stages.apply(application));
  }

  private Detector opened(Supplier<? extends Detector> source) {
    Detector found = source.get();
    if (found instanceof AutoCloseable closes) {
      opened.add(closes);
    }
    return found;
  }

  /**
   * Starts the processors: policy, prices and keys are read first, then the streams begin. Returns
   * before their stores are open; {@link #awaitBegun} waits for that.
   *
   * @throws IllegalStateException where the compacted topics cannot be read within a minute
   */
  public static Processors start(ProcessorsConfig config) {
    var parts = new Parts();
    try {
      return new Processors(config, parts);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  /**
   * Until all applications have opened their stores, and read.
   *
   * @throws IllegalStateException where one cannot
   */
  public void awaitBegun() throws InterruptedException {
    try {
      var _ = begun.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(Objects.requireNonNull(e.getCause()).getMessage(), e);
    }
  }

  /** Whether every task was assigned and restored within {@code limit}. */
  public boolean awaitReady(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    return quota.awaitRunning(deadline)
        && orphans.awaitRunning(deadline)
        && records.awaitRunning(deadline);
  }

  /** Where {@code /livez}, {@code /readyz} and {@code /metrics} are. */
  public int adminPort() {
    return admin.port();
  }

  /** What {@code /readyz} answers. */
  public Readiness readiness() {
    long lag = needed().mapToLong(Application::lag).sum();
    if (!quota.isRunning()) {
      return new Readiness(false, "quota streams are " + quota.state(), lag);
    }
    if (!orphans.isRunning()) {
      return new Readiness(false, "orphan streams are " + orphans.state(), lag);
    }
    if (!records.isRunning()) {
      return new Readiness(false, "streams are " + records.state(), lag);
    }
    return new Readiness(true, "", lag);
  }

  private void closeOpened() throws Exception {
    for (AutoCloseable each = opened.poll(); each != null; each = opened.poll()) {
      each.close();
    }
  }

  private boolean isAlive() {
    return !begun.isCompletedExceptionally()
        && needed().noneMatch(it -> it.state().hasCompletedShutdown());
  }

  private int threads() {
    return needed().mapToInt(Application::threads).sum();
  }

  /** All but that of names. */
  private Stream<Application> needed() {
    return Stream.of(quota, orphans, records);
  }

  /** Stops in the reverse order of the start; work that is not committed is done again later. */
  @Override
  public void close() {
    parts.close();
  }
}
