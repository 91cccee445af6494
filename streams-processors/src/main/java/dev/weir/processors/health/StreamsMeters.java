package dev.weir.processors.health;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Kafka Streams' own metrics, few of them: those of threads and consumers, not those of each task
 * and store, which are thousands.
 */
public final class StreamsMeters implements AutoCloseable {

  private static final List<String> KEPT =
      List.of(
          "kafka.stream.thread.",
          "kafka.stream.alive",
          "kafka.stream.failed",
          "kafka.consumer.fetch.manager.records.lag.max",
          "kafka.consumer.fetch.manager.records.consumed.total",
          "kafka.consumer.coordinator.rebalance.total",
          "kafka.producer.record.send.total",
          "kafka.producer.record.error.total");

  private final KafkaStreamsMetrics binder;

  private StreamsMeters(KafkaStreamsMetrics binder) {
    this.binder = binder;
  }

  /** Lets few of Kafka's meters into the registry; call it before anything is registered. */
  public static void bound(PrometheusMeterRegistry registry) {
    registry
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public MeterFilterReply accept(Meter.Id id) {
                boolean theirs = id.getName().startsWith("kafka.");
                return theirs && KEPT.stream().noneMatch(id.getName()::startsWith)
                    ? MeterFilterReply.DENY
                    : MeterFilterReply.NEUTRAL;
              }
            });
  }

  /** Shows the metrics of these streams in the registry until closed. */
  public static StreamsMeters bind(KafkaStreams streams, PrometheusMeterRegistry registry) {
    var binder = new KafkaStreamsMetrics(streams);
    binder.bindTo(registry);
    return new StreamsMeters(binder);
  }

  @Override
  public void close() {
    binder.close();
  }
}
