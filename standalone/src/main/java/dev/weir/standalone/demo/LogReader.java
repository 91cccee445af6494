package dev.weir.standalone.demo;

import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads back what was written since it was made: committed records of every topic of the story. For
 * one thread.
 */
final class LogReader implements AutoCloseable {

  private static final List<Topic> TOPICS =
      List.of(
          Topic.PROMPTS,
          Topic.RESPONSE_CHUNKS,
          Topic.TOKEN_COUNTS,
          Topic.ADMISSIONS,
          Topic.QUOTA_STATE,
          Topic.RATED_USAGE,
          Topic.CHARGEBACK,
          Topic.SIGHTINGS,
          Topic.ALERTS,
          Topic.AUDIT);
  private static final Set<Topic> BEFORE = EnumSet.of(Topic.QUOTA_STATE, Topic.ALERTS);
  private static final List<String> SECRETS = List.of(Script.CARD, Script.MAIL);
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(100);

  private final EventSerdes serdes;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<String, Topic> topics = new HashMap<>();
  private final Map<Topic, Deserializer<SpecificRecordBase>> values = new EnumMap<>(Topic.class);
  private final Recorded recorded = new Recorded();

  LogReader(LogConnection connection) {
    serdes = new EventSerdes(connection);
    Map<String, Object> properties = connection.clientProperties();
    properties.put("enable.auto.commit", false);
    properties.put("isolation.level", "read_committed");
    consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic topic : TOPICS) {
      topics.put(connection.topic(topic), topic);
      values.put(topic, serdes.deserializer(topic));
      consumer
          .partitionsFor(connection.topic(topic), LIMIT)
          .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    }
    // Kafka's client warns of the end of what is not assigned.
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, LIMIT);
    readBefore(ends);
    consumer.assign(partitions);
    ends.forEach(consumer::seek);
  }

  /** What the story goes on with where its folder was used before. */
  private void readBefore(Map<TopicPartition, Long> ends) {
    List<TopicPartition> partitions =
        ends.keySet().stream().filter(each -> BEFORE.contains(topics.get(each.topic()))).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (partitions.stream()
        .anyMatch(each -> consumer.position(each, LIMIT) < ends.getOrDefault(each, 0L))) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException(BEFORE + " cannot be read within " + LIMIT);
      }
      for (ConsumerRecord<String, byte[]> each : consumer.poll(POLL)) {
        switch (value(each)) {
          case QuotaState state -> recorded.addBefore(each.key(), state);
          case Alert alert -> recorded.addBefore(alert);
          case null, default -> {}
        }
      }
    }
  }

  /** Reads until the condition holds, or nothing but waiting is left of the time. */
  Recorded readUntil(BooleanSupplier enough, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!enough.getAsBoolean() && System.nanoTime() - deadline < 0) {
      for (ConsumerRecord<String, byte[]> each : consumer.poll(POLL)) {
        take(each);
      }
    }
    return recorded;
  }

  Recorded recorded() {
    return recorded;
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    Topic topic = topics.get(record.topic());
    SpecificRecordBase value = value(record);
    if (topic == null || value == null) {
      return;
    }
    String bytes = new String(record.value(), StandardCharsets.ISO_8859_1);
    if (SECRETS.stream().anyMatch(bytes::contains)) {
      recorded.addLeak();
    }
    recorded.add(topic, record.key(), value);
  }

  private @Nullable SpecificRecordBase value(ConsumerRecord<String, byte[]> record) {
    Topic topic = topics.get(record.topic());
    Deserializer<SpecificRecordBase> deserializer = topic == null ? null : values.get(topic);
    return deserializer == null || record.value() == null
        ? null
        : deserializer.deserialize(record.topic(), record.value());
  }

  @Override
  public void close() {
    consumer.close();
    serdes.close();
  }
}
