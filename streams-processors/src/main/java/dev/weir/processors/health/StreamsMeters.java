package dev.weir.processors.health;

import dev.weir.schemas.topic.Topic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The few numbers of Kafka Streams that operators need, read when they are asked for. All of
 * Kafka's metrics are thousands, a set for each task and store: watching them costs a tenth of a
 * core.
 */
public final class StreamsMeters {

  private StreamsMeters() {}

  /** Shows how old the processors' knowledge of each of these topics is, as the proxies do. */
  public static void bindAges(
      Set<Topic> topics, Function<Topic, Duration> age, MeterRegistry registry) {
    for (Topic topic : topics) {
      Gauge.builder("weir.view.age.seconds", () -> age.apply(topic).toMillis() / 1_000.0)
          .description("Time since a view was last known to hold all that is in its topic")
          .tag("view", topic.in(""))
          .register(registry);
    }
  }

  /** Shows how long ago each application was known to have read all of the log. */
  public static void bindReading(
      String application, Supplier<Duration> age, MeterRegistry registry) {
    Gauge.builder("weir.log.read.age.seconds", () -> age.get().toMillis() / 1_000.0)
        .description("Time since all that was in the log then is known to have been processed")
        .tag("application", application)
        .register(registry);
  }

  /** Shows readiness, lag and threads in the registry. */
  public static void bind(
      Supplier<Readiness> readiness,
      LongSupplier quotaLag,
      LongSupplier orphansLag,
      IntSupplier threads,
      MeterRegistry registry) {
    Gauge.builder("weir.processors.ready", () -> readiness.get().ready() ? 1 : 0)
        .register(registry);
    Gauge.builder("weir.processors.lag", () -> readiness.get().lag())
        .baseUnit("records")
        .register(registry);
    Gauge.builder("weir.processors.quota.lag", quotaLag::getAsLong)
        .description("Of all that wait, what quota and credit wait for")
        .baseUnit("records")
        .register(registry);
    Gauge.builder("weir.processors.orphans.lag", orphansLag::getAsLong)
        .description("Of all that wait, what the closing of orphans waits for")
        .baseUnit("records")
        .register(registry);
    Gauge.builder("weir.processors.threads", threads::getAsInt).register(registry);
  }
}
