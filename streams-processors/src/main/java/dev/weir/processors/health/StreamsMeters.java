package dev.weir.processors.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The few numbers of Kafka Streams that operators need, read when they are asked for. All of
 * Kafka's metrics are thousands, a set for each task and store: watching them costs a tenth of a
 * core.
 */
public final class StreamsMeters {

  private StreamsMeters() {}

  /** Shows readiness, lag and threads of these streams in the registry. */
  public static void bind(
      KafkaStreams streams, Supplier<Readiness> readiness, MeterRegistry registry) {
    Gauge.builder("weir.processors.ready", () -> readiness.get().ready() ? 1 : 0)
        .register(registry);
    Gauge.builder("weir.processors.lag", () -> readiness.get().lag())
        .baseUnit("records")
        .register(registry);
    Gauge.builder("weir.processors.threads", () -> streams.metadataForLocalThreads().size())
        .register(registry);
  }
}
