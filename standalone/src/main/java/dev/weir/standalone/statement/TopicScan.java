package dev.weir.standalone.statement;

import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The committed records of a topic up to the end that it had when this was made, one partition
 * after the other: the same log is always read in the same order. For one thread.
 */
public final class TopicScan<T extends SpecificRecordBase> implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(200);

  private final String topic;
  private final Deserializer<T> values;
  private final KafkaConsumer<String, byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> begins;
  private final Map<TopicPartition, Long> ends;

  /** A record, where it stands, and when it was written. */
  public record Found<T>(T value, int partition, long offset, Instant writtenAt) {}

  /** Finds the end. The serdes stay the caller's. */
  public TopicScan(LogConnection connection, EventSerdes serdes, Topic topic) {
    this.topic = connection.topic(topic);
    this.values = serdes.deserializer(topic);
    Map<String, Object> properties = connection.readerProperties();
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    this.consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    this.partitions =
        consumer.partitionsFor(this.topic, LIMIT).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .sorted(Comparator.comparingInt(TopicPartition::partition))
            .toList();
    this.begins = consumer.beginningOffsets(partitions, LIMIT);
    this.ends = consumer.endOffsets(partitions, LIMIT);
  }

  /** For each partition the offset of the first record that is not read. */
  public List<Long> ends() {
    return partitions.stream().map(each -> ends.getOrDefault(each, 0L)).toList();
  }

  /**
   * Since when no record is missing, as far as the log can tell: nothing where the retention has
   * deleted none. A partition of which all was deleted tells nothing: all that it held was older
   * than the retention, and so than this.
   */
  public Optional<Instant> wholeSince() {
    return partitions.stream()
        .filter(each -> begins.getOrDefault(each, 0L) > 0)
        .flatMap(each -> firstWritten(each).stream())
        .max(Comparator.naturalOrder());
  }

  private Optional<Instant> firstWritten(TopicPartition partition) {
    List<Instant> first = new ArrayList<>();
    scan(
        partition,
        begins.getOrDefault(partition, 0L),
        record -> {
          first.add(Instant.ofEpochMilli(record.timestamp()));
          return false;
        });
    return first.stream().findFirst();
  }

  /** Gives every record. */
  public void read(Consumer<Found<T>> each) {
    read(Instant.EPOCH, each);
  }

  /**
   * Gives every record from the first of each partition that was written at {@code from} or later.
   *
   * @throws TimeoutException where the log stops to answer
   */
  public void read(Instant from, Consumer<Found<T>> each) {
    for (TopicPartition partition : partitions) {
      read(partition, from, each);
    }
  }

  int partitions() {
    return partitions.size();
  }

  /** The same for one partition alone. */
  void read(int partition, Instant from, Consumer<Found<T>> each) {
    read(partitions.get(partition), from, each);
  }

  private void read(TopicPartition partition, Instant from, Consumer<Found<T>> each) {
    scan(
        partition,
        from.equals(Instant.EPOCH)
            ? begins.getOrDefault(partition, 0L)
            : firstOffset(partition, from),
        record -> {
          if (record.value() != null) {
            each.accept(
                new Found<>(
                    values.deserialize(topic, record.value()),
                    record.partition(),
                    record.offset(),
                    Instant.ofEpochMilli(record.timestamp())));
          }
          return true;
        });
  }

  private long firstOffset(TopicPartition partition, Instant from) {
    OffsetAndTimestamp found =
        consumer.offsetsForTimes(Map.of(partition, from.toEpochMilli()), LIMIT).get(partition);
    return found == null ? ends.getOrDefault(partition, 0L) : found.offset();
  }

  private interface Taker {
    boolean wantsMore(ConsumerRecord<String, byte[]> record);
  }

  private void scan(TopicPartition partition, long from, Taker taker) {
    long end = ends.getOrDefault(partition, 0L);
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    long at = from;
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (at < end) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        if (record.offset() >= end || !taker.wantsMore(record)) {
          return;
        }
      }
      long now = consumer.position(partition, LIMIT);
      if (now > at) {
        at = now;
        deadline = System.nanoTime() + LIMIT.toNanos();
      } else if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException(
            "%s gave nothing for %d s before its end".formatted(partition, LIMIT.toSeconds()));
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
    values.close();
  }
}
