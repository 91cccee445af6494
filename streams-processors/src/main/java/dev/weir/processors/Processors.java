package dev.weir.processors;

import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Events;
import dev.weir.processors.health.AdminServer;
import dev.weir.processors.health.Readiness;
import dev.weir.processors.health.StreamsMeters;
import dev.weir.processors.view.Views;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.serde.EventSerdes;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running processors: one Kafka Streams application, the views it decides by, and its port. */
public final class Processors implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Processors.class);
  private static final Duration VIEWS_LIMIT = Duration.ofSeconds(60);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);

  private final Parts parts;
  private final CountDownLatch running = new CountDownLatch(1);
  private final KafkaStreams streams;
  private final AdminServer admin;

  private Processors(ProcessorsConfig config, Parts parts) {
    this.parts = parts;
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    parts.add(registry::close);
    var counters = new Counters(registry);
    var serdes = parts.add(new EventSerdes(config.connection()));
    Views views = parts.add(Views.follow(config.connection(), serdes, config.keyEncryptionKey()));
    StoreMemory memory = parts.add(new StoreMemory());
    var questions =
        new Questions(
            config.pace(),
            new Questions.Knowledge(views.policies(), views.prices(), views.keys()),
            new Events(config.connection(), serdes),
            new EventHeaders("processors", StreamsSettings.instanceId(config.stateDirectory())),
            counters);
    streams = new KafkaStreams(questions.topology(), StreamsSettings.of(config, counters, memory));
    parts.add(() -> streams.close(CLOSE_LIMIT));
    StreamsMeters.bind(streams, this::readiness, registry);
    StreamsMeters.bindAges(Views.FOLLOWED, views::age, registry);
    admin =
        parts.add(
            AdminServer.start(config.admin(), this::isAlive, this::readiness, registry::scrape));
    begin(views, counters);
  }

  /**
   * Starts the processors: policy, prices and keys are read first, then the streams begin. Returns
   * before the first record is processed; {@link #awaitReady} waits for that.
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

  private void begin(Views views, Counters counters) {
    if (!views.awaitLoaded(VIEWS_LIMIT)) {
      throw new IllegalStateException(
          "policy, prices and keys could not be read within " + VIEWS_LIMIT);
    }
    streams.setUncaughtExceptionHandler(failure -> {
      LOGGER.atError().setCause(failure).log("a stream thread failed and is replaced");
      counters.threadReplaced();
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    });
    streams.setStateListener((after, before) -> {
      if (after == KafkaStreams.State.RUNNING) {
        running.countDown();
      }
    });
    streams.start();
  }

  /** Whether every task was assigned and restored within {@code limit}. */
  public boolean awaitReady(Duration limit) throws InterruptedException {
    return running.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Where {@code /livez}, {@code /readyz} and {@code /metrics} are. */
  public int adminPort() {
    return admin.port();
  }

  /** What {@code /readyz} answers. */
  public Readiness readiness() {
    KafkaStreams.State state = streams.state();
    boolean ready = state == KafkaStreams.State.RUNNING;
    return new Readiness(ready, ready ? "" : "streams are " + state, lag());
  }

  private boolean isAlive() {
    return !streams.state().hasCompletedShutdown();
  }

  private long lag() {
    return streams.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals("records-lag-max"))
        .filter(metric -> metric.getKey().tags().size() == 1)
        .map(metric -> metric.getValue().metricValue())
        .filter(Double.class::isInstance)
        .mapToLong(value -> ((Double) value).isNaN() ? 0 : ((Double) value).longValue())
        .sum();
  }

  /** Stops in the reverse order of the start; work that is not committed is done again later. */
  @Override
  public void close() {
    parts.close();
  }
}
