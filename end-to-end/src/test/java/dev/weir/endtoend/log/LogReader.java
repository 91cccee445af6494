package dev.weir.endtoend.log;

import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads whole topics, committed records only. Who asks again pays for what came since: what waits
 * for the log to be complete asks often, and takes no time from those that complete it. For one
 * thread.
 */
public final class LogReader implements AutoCloseable {

  private static final Duration READ = Duration.ofSeconds(30);

  private final LogConnection connection;
  private final EventSerdes serdes;
  private final Map<Topic, Tail<?>> tails = new EnumMap<>(Topic.class);

  public LogReader(String bootstrapServers, URI registry) {
    this.connection = LogConnection.of(bootstrapServers, registry);
    this.serdes = new EventSerdes(connection);
  }

  /** Every record from the start to the end as it was when the reading began. */
  @SuppressWarnings("unchecked") // The topic says what it holds.
  public <T extends SpecificRecordBase> List<ConsumerRecord<String, T>> records(Topic topic) {
    var tail = (Tail<T>) tails.computeIfAbsent(topic, this::<T>open);
    return tail.read();
  }

  private <T extends SpecificRecordBase> Tail<T> open(Topic topic) {
    Map<String, Object> properties = connection.readerProperties();
    properties.put("isolation.level", "read_committed");
    Deserializer<T> values = serdes.deserializer(topic);
    return new Tail<>(
        connection.topic(topic), new KafkaConsumer<>(properties, new StringDeserializer(), values));
  }

  public <T extends SpecificRecordBase> List<T> values(Topic topic) {
    return this.<T>records(topic).stream().map(ConsumerRecord::value).toList();
  }

  @Override
  public void close() {
    tails.values().forEach(Tail::close);
    serdes.close();
  }

  /** A topic as far as it was read. */
  private static final class Tail<T extends SpecificRecordBase> {

    private final String topic;
    private final KafkaConsumer<String, T> consumer;
    private final List<TopicPartition> partitions;
    private final List<ConsumerRecord<String, T>> all = new ArrayList<>();

    Tail(String topic, KafkaConsumer<String, T> consumer) {
      this.topic = topic;
      this.consumer = consumer;
      this.partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    }

    List<ConsumerRecord<String, T>> read() {
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + READ.toNanos();
      while (partitions.stream()
          .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("did not reach the end of " + topic + " within " + READ);
        }
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
      }
      return List.copyOf(all);
    }

    void close() {
      consumer.close();
    }
  }
}
