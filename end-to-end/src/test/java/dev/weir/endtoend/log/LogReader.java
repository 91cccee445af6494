package dev.weir.endtoend.log;

import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads whole topics, committed records only. */
public final class LogReader implements AutoCloseable {

  private static final Duration READ = Duration.ofSeconds(30);

  private final LogConnection connection;
  private final EventSerdes serdes;

  public LogReader(String bootstrapServers, URI registry) {
    this.connection = LogConnection.of(bootstrapServers, registry);
    this.serdes = new EventSerdes(connection);
  }

  /** Every record from the start to the end as it was when the reading began. */
  public <T extends SpecificRecordBase> List<ConsumerRecord<String, T>> records(Topic topic) {
    Map<String, Object> properties = connection.readerProperties();
    properties.put("isolation.level", "read_committed");
    Deserializer<T> values = serdes.deserializer(topic);
    List<ConsumerRecord<String, T>> all = new ArrayList<>();
    try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), values)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(connection.topic(topic)).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + READ.toNanos();
      while (partitions.stream()
          .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("did not reach the end of " + topic + " within " + READ);
        }
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
      }
    }
    return all;
  }

  public <T extends SpecificRecordBase> List<T> values(Topic topic) {
    return this.<T>records(topic).stream().map(ConsumerRecord::value).toList();
  }

  @Override
  public void close() {
    serdes.close();
  }
}
