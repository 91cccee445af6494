package dev.weir.proxy.view;

import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows compacted topics from their beginning with one assigned consumer on one thread, and gives
 * each record to its view. Reads uncommitted: a quota state may only tighten, and the other topics
 * are written without transactions. Where the log fails it starts over and the views keep what they
 * have.
 */
public final class TopicFollower implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CALL = Duration.ofSeconds(5);
  private static final Duration WINDOWS_KEPT = Duration.ofHours(1);

  private final LogConnection connection;
  private final EventSerdes serdes;
  private final Map<String, Followed<?>> followed = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> lag = new ConcurrentHashMap<>();
  private final QuotaStateView windows;
  private final Thread thread;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean caughtUp;
  private volatile boolean closed;

  private TopicFollower(
      LogConnection connection,
      EventSerdes serdes,
      PolicyView policy,
      DataKeyView dataKeys,
      QuotaStateView quotaStates) {
    this.connection = connection;
    this.serdes = serdes;
    this.windows = quotaStates;
    follow(Topic.POLICY, policy);
    follow(Topic.DATA_KEYS, dataKeys);
    follow(Topic.QUOTA_STATE, quotaStates);
    this.thread = Thread.ofPlatform().name("weir-views").daemon().unstarted(this::run);
  }

  /** Starts to follow. */
  public static TopicFollower start(
      LogConnection connection,
      EventSerdes serdes,
      PolicyView policy,
      DataKeyView dataKeys,
      QuotaStateView quotaStates) {
    var follower = new TopicFollower(connection, serdes, policy, dataKeys, quotaStates);
    follower.thread.start();
    return follower;
  }

  private <E extends SpecificRecordBase> void follow(Topic topic, View<E> view) {
    followed.put(connection.topic(topic), new Followed<>(serdes.<E>deserializer(topic), view));
  }

  /** Whether every view has reached the ends that the topics had at the start. */
  public boolean isCaughtUp() {
    return caughtUp;
  }

  /** Records of a topic that are in the log and not yet in its view; nothing where unknown. */
  public OptionalLong lag(Topic topic) {
    String name = connection.topic(topic);
    return lag.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(name))
        .mapToLong(Map.Entry::getValue)
        .reduce(Long::sum);
  }

  private void run() {
    while (!closed) {
      try (var reader = new KafkaConsumer<byte[], byte[]>(properties())) {
        consumer = reader;
        follow(reader);
      } catch (WakeupException e) {
        if (!closed) {
          throw e;
        }
      } catch (KafkaException e) {
        LOGGER
            .atError()
            .addKeyValue("failure", e.getClass().getSimpleName())
            .log("the views lost the log; starting over");
        pause();
      } finally {
        consumer = null;
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(Duration.ofMillis(500));
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = connection.clientProperties();
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "weir-proxy-views");
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    return properties;
  }

  private void follow(KafkaConsumer<byte[], byte[]> reader) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : followed.keySet()) {
      reader
          .partitionsFor(topic, CALL)
          .forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
    }
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = new HashMap<>(reader.endOffsets(partitions, CALL));
    while (!closed) {
      for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
        give(record);
      }
      for (TopicPartition partition : partitions) {
        reader.currentLag(partition).ifPresent(value -> lag.put(partition, value));
      }
      if (!caughtUp) {
        ends.entrySet().removeIf(end -> reader.position(end.getKey(), CALL) >= end.getValue());
        caughtUp = ends.isEmpty();
      }
      windows.forgetEndedBefore(Instant.now().minus(WINDOWS_KEPT));
    }
  }

  private void give(ConsumerRecord<byte[], byte[]> record) {
    Followed<?> topic = followed.get(record.topic());
    if (topic == null || record.key() == null) {
      return;
    }
    try {
      topic.give(record);
    } catch (SerializationException | ClassCastException e) {
      LOGGER
          .atError()
          .addKeyValue("topic", record.topic())
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("a record cannot be read and is left out");
    }
  }

  @Override
  public void close() {
    closed = true;
    KafkaConsumer<byte[], byte[]> reader = consumer;
    if (reader != null) {
      reader.wakeup();
    }
    thread.interrupt();
    try {
      thread.join(CALL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Followed<E extends SpecificRecordBase>(
      Deserializer<E> deserializer, View<E> view) {

    void give(ConsumerRecord<byte[], byte[]> record) {
      String key = new String(record.key(), StandardCharsets.UTF_8);
      view.replay(
          key,
          record.value() == null ? null : deserializer.deserialize(record.topic(), record.value()));
    }
  }
}
