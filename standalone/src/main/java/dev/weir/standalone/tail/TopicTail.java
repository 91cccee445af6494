package dev.weir.standalone.tail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Follows one topic and gives each committed record as JSON. For one thread. */
public final class TopicTail implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final int FETCH_WAIT_MILLIS = 100;

  private final Topic topic;
  private final RecordJson json;
  private final EventSerdes serdes;
  private final KafkaConsumer<String, byte[]> consumer;
  private final List<TopicPartition> partitions;

  /** Where to begin, and whether to wait for more at the end. */
  public record Range(boolean fromBeginning, boolean follow) {}

  public TopicTail(LogConnection connection, Topic topic, ContentView contents) {
    this.topic = topic;
    this.json = new RecordJson(contents);
    this.serdes = new EventSerdes(connection);
    Map<String, Object> properties = connection.clientProperties();
    properties.put("enable.auto.commit", false);
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    // Whoever ends the tail waits for the answer to the fetch that is under way.
    properties.put("fetch.max.wait.ms", FETCH_WAIT_MILLIS);
    this.consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    this.partitions =
        consumer.partitionsFor(connection.topic(topic), LIMIT).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
  }

  /** Gives records until the consumer says false, the range ends, or the thread is interrupted. */
  public void run(Range range, Predicate<ObjectNode> wantsMore) {
    consumer.assign(partitions);
    if (range.fromBeginning()) {
      consumer.seekToBeginning(partitions);
    } else {
      consumer.seekToEnd(partitions);
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, LIMIT);
    Deserializer<? extends SpecificRecordBase> values =
        topic.valueType().isPresent() ? serdes.deserializer(topic) : null;
    while (range.follow() || isBefore(ends)) {
      for (ConsumerRecord<String, byte[]> each : consumer.poll(POLL)) {
        if (!wantsMore.test(node(each, values))) {
          return;
        }
      }
    }
  }

  private boolean isBefore(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey(), LIMIT) < end.getValue());
  }

  private ObjectNode node(
      ConsumerRecord<String, byte[]> record,
      @Nullable Deserializer<? extends SpecificRecordBase> values) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("topic", record.topic())
            .put("partition", record.partition())
            .put("offset", record.offset())
            .put("time", Instant.ofEpochMilli(record.timestamp()).toString())
            .put("key", record.key());
    if (record.value() == null) {
      node.putNull("value");
    } else if (values == null) {
      node.put("value", "<" + record.value().length + " bytes>");
    } else {
      node.set("value", json.of(values.deserialize(record.topic(), record.value())));
    }
    return node;
  }

  @Override
  public void close() {
    consumer.close();
    serdes.close();
  }
}
