package dev.weir.proxy.feed;

import dev.weir.schemas.log.LogConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of which each says all that the one before said. One that does not reach the log
 * within seconds is made good by the next and is only counted; that is why these do not go through
 * the journal.
 */
public final class BestEffortWriter implements AutoCloseable {

  private static final Duration LAST_WORDS_WITHIN = Duration.ofSeconds(1);
  private static final int REQUEST_TIMEOUT_MILLIS = 2_000;

  /** What is older has a successor. */
  private static final int DELIVERY_TIMEOUT_MILLIS = 5_000;

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final LongAdder unsent = new LongAdder();

  /** {@code producer} is the writer's to close. */
  public BestEffortWriter(Producer<byte[], byte[]> producer, String topic) {
    this.producer = producer;
    this.topic = topic;
  }

  /**
   * A writer with a producer of its own.
   *
   * @param bufferBytes what waits for the log at most
   * @param blockMax how long {@link #write} may wait for room or for the topic's partitions
   */
  public static BestEffortWriter to(
      String topic,
      LogConnection connection,
      String clientId,
      long bufferBytes,
      Duration blockMax) {
    Map<String, Object> properties = connection.clientProperties();
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, blockMax.toMillis());
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
    return new BestEffortWriter(
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()),
        topic);
  }

  /** Null erases the key's value. Throws what the producer throws where it cannot take it. */
  public void write(String key, byte @Nullable [] value, Headers headers) {
    var _ =
        producer.send(
            new ProducerRecord<>(topic, null, key.getBytes(StandardCharsets.UTF_8), value, headers),
            (_, failure) -> {
              if (failure != null) {
                unsent.increment();
              }
            });
  }

  /** Counts what was not even written, since saying it failed. */
  public void countUnsaid() {
    unsent.increment();
  }

  /** Records that did not reach the log; each was followed by a newer one. */
  public long unsent() {
    return unsent.sum();
  }

  @Override
  public void close() {
    producer.close(LAST_WORDS_WITHIN);
  }
}
