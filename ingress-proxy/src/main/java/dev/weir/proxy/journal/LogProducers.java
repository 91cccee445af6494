package dev.weir.proxy.journal;

import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes idempotent producers with acks=all, one after the other. */
final class LogProducers implements Supplier<Producer<byte[], byte[]>> {

  private static final Logger LOGGER = LoggerFactory.getLogger(LogProducers.class);

  /** What the producer holds; the rest waits in the journal. */
  static final long BUFFER_BYTES = 48L * 1024 * 1024;

  private final LogConnection connection;
  private final Map<Topic, String> names = new EnumMap<>(Topic.class);
  private final ClusterName cluster = new ClusterName();

  /** Kafka tells it to serializers. */
  private static final class ClusterName extends ByteArraySerializer
      implements ClusterResourceListener {

    private volatile @Nullable String id;

    @Override
    public void onUpdate(ClusterResource resource) {
      id = resource.clusterId();
    }
  }

  LogProducers(LogConnection connection) {
    this.connection = connection;
    for (Topic topic : TopicCodes.WRITTEN) {
      names.put(topic, connection.topic(topic));
    }
  }

  /** The topic's name in Kafka. */
  String name(Topic topic) {
    String name = names.get(topic);
    if (name == null) {
      throw new IllegalArgumentException("a proxy does not write " + topic);
    }
    return name;
  }

  /** Which log the producers write to; known once one of them is connected. */
  LogMark mark() {
    return new LogMark(Objects.requireNonNullElse(cluster.id, "unnamed"), name(Topic.PROMPTS));
  }

  @Override
  public Producer<byte[], byte[]> get() {
    return new KafkaProducer<>(properties(), new ByteArraySerializer(), cluster);
  }

  /**
   * A producer that knows where the topics are.
   *
   * @throws IllegalStateException where the log does not answer within the time
   */
  Producer<byte[], byte[]> connect(Duration within) {
    Producer<byte[], byte[]> producer = get();
    try {
      long until = System.nanoTime() + within.toNanos();
      for (String name : names.values()) {
        awaitMetadata(producer, name, until);
      }
      return producer;
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  private static void awaitMetadata(
      Producer<byte[], byte[]> producer, String topic, long untilNanos) {
    while (true) {
      try {
        if (!producer.partitionsFor(topic).isEmpty()) {
          return;
        }
      } catch (TimeoutException _) {
        LOGGER.atDebug().addKeyValue("topic", topic).log("no metadata yet");
      }
      if (System.nanoTime() - untilNanos > 0) {
        throw new IllegalStateException("the log does not answer for topic " + topic);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = connection.clientProperties();
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, "weir-proxy-events");
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // The publisher's naps gather records already.
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    // Most of a record is ciphertext: compressing saves little and costs the path a tenth.
    properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    // Only the publisher's thread waits: a lack of memory or metadata slows it down.
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.PROMPTS.maxMessageBytes());
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
    return properties;
  }
}
