package dev.weir.standalone.rerate;

import dev.weir.processors.charge.Rerating;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what usage was rated and charged at: committed records, one at a time. For one thread. */
final class RatedLog implements AutoCloseable {

  /** Without a record for so long, reading has failed. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(200);

  /** Records of a day are looked for from here on: clocks of two machines differ by less. */
  private static final Duration SKEW = Duration.ofHours(1);

  private final LogConnection connection;
  private final InstantSource clock;
  private final EventSerdes serdes;
  private final KafkaConsumer<String, byte[]> consumer;

  RatedLog(LogConnection connection, InstantSource clock) {
    this.connection = connection;
    this.clock = clock;
    this.serdes = new EventSerdes(connection);
    Map<String, Object> properties = connection.readerProperties();
    properties.put("isolation.level", "read_committed");
    properties.put("default.api.timeout.ms", (int) LIMIT.toMillis());
    this.consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Gives {@code rerating} all that it has to know.
   *
   * @throws RerateException where the log has forgotten usage of the span
   */
  void read(Span span, Rerating rerating) {
    List<TopicPartition> rated = partitions(Topic.RATED_USAGE);
    requireWhole(rated, span.from());
    this.<RatedUsage>read(Topic.RATED_USAGE, rated, span.from(), rerating::used);
    this.<ChargebackRow>read(
        Topic.CHARGEBACK, partitions(Topic.CHARGEBACK), span.from(), rerating::charged);
  }

  private List<TopicPartition> partitions(Topic topic) {
    return consumer.partitionsFor(connection.topic(topic)).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  /** Of a span of which usage is gone, what is left would look like too much that was charged. */
  private void requireWhole(List<TopicPartition> partitions, Instant from) {
    Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
    Map<TopicPartition, OffsetAndTimestamp> first = offsets(partitions, Instant.EPOCH);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp oldest = first.get(partition);
      if (begin.getOrDefault(partition, 0L) > 0
          && (oldest == null || Instant.ofEpochMilli(oldest.timestamp()).isAfter(from))) {
        throw new RerateException(
            "%s no longer holds the usage of %s%s: begin on a later day"
                .formatted(
                    partition.topic(),
                    from.toString().substring(0, 10),
                    oldest == null
                        ? ""
                        : ", but that since " + Instant.ofEpochMilli(oldest.timestamp())));
      }
    }
  }

  private <T extends SpecificRecordBase> void read(
      Topic topic, List<TopicPartition> partitions, Instant from, Consumer<T> each) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, OffsetAndTimestamp> starts = offsets(partitions, from.minus(SKEW));
    consumer.assign(partitions);
    partitions.forEach(partition -> {
      OffsetAndTimestamp start = starts.get(partition);
      consumer.seek(partition, start == null ? ends.getOrDefault(partition, 0L) : start.offset());
    });
    Instant progress = clock.instant();
    try (Deserializer<T> values = serdes.deserializer(topic)) {
      while (isBehind(ends)) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          progress = clock.instant();
          if (record.value() != null
              && record.offset() < ends.getOrDefault(partition(record), 0L)) {
            each.accept(values.deserialize(record.topic(), record.value()));
          }
        }
        if (clock.instant().isAfter(progress.plus(LIMIT))) {
          throw new RerateException(
              connection.topic(topic) + " gave nothing for " + LIMIT.toSeconds() + " s: try again");
        }
      }
    }
  }

  private boolean isBehind(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
  }

  private static TopicPartition partition(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  /** Without those that hold nothing from then on. */
  private Map<TopicPartition, OffsetAndTimestamp> offsets(
      List<TopicPartition> partitions, Instant from) {
    Map<TopicPartition, Long> asked = new HashMap<>();
    partitions.forEach(it -> asked.put(it, from.toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
    consumer
        .offsetsForTimes(asked)
        .forEach((partition, offset) -> {
          if (offset != null) {
            found.put(partition, offset);
          }
        });
    return found;
  }

  @Override
  public void close() {
    consumer.close();
    serdes.close();
  }
}
