package dev.weir.processors.progress;

import dev.weir.schemas.log.LogConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Stretches at the ends of partitions in which nothing stands that an application could read: marks
 * of transactions, what was rolled back, what the retention has taken. An application that has read
 * all before them may commit nothing behind them for ever.
 *
 * <p>What was written does not change, so a stretch that was found is not looked at again. One for
 * each partition; for one thread.
 */
final class Blanks {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

  /** A first record is all that is asked for; a broker sends one batch at least. */
  private static final int FETCH_BYTES = 64 << 10;

  private record Blank(long from, long to) {}

  private final LogConnection connection;
  private final Duration limit;
  private final Map<TopicPartition, Blank> found = new HashMap<>();

  /**
   * @param limit how long one look may take
   */
  Blanks(LogConnection connection, Duration limit) {
    this.connection = connection;
    this.limit = limit;
  }

  /** Where the next record may stand for who has read up to {@code offset}. */
  long skip(TopicPartition partition, long offset) {
    Blank blank = found.get(partition);
    return blank != null && blank.from() <= offset && offset < blank.to() ? blank.to() : offset;
  }

  /** Looks whether nothing can be read between {@code from} and the end of each partition. */
  void look(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
    Map<String, Object> properties = connection.readerProperties();
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    properties.put("max.poll.records", 1);
    properties.put("max.partition.fetch.bytes", FETCH_BYTES);
    Set<TopicPartition> left = new HashSet<>(from.keySet());
    long deadline = System.nanoTime() + limit.toNanos();
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(left);
      from.forEach(consumer::seek);
      while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        consumer.pause(records.partitions());
        left.removeAll(records.partitions());
        for (TopicPartition partition : List.copyOf(left)) {
          long position = consumer.position(partition, CALL_LIMIT);
          if (position >= ends.getOrDefault(partition, Long.MAX_VALUE)) {
            note(partition, from.getOrDefault(partition, position), position);
            left.remove(partition);
            consumer.pause(Set.of(partition));
          }
        }
      }
    }
  }

  /** Joins what follows a stretch that is known. */
  private void note(TopicPartition partition, long from, long to) {
    Blank before = found.get(partition);
    found.put(
        partition, new Blank(before != null && before.to() == from ? before.from() : from, to));
  }
}
