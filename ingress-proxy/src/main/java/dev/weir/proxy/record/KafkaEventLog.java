package dev.weir.proxy.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in Kafka, through one idempotent producer with acks=all. {@code max.block.ms} is zero:
 * {@code send} never waits for metadata or memory, it fails, and the event counts as not kept. So
 * metadata is fetched at start, and {@code buffer.memory} exceeds what {@link RecordRoom} gives.
 */
public final class KafkaEventLog implements EventLog {

  private static final Logger LOGGER = LoggerFactory.getLogger(KafkaEventLog.class);

  /** The topics that a proxy writes. */
  private static final List<Topic> WRITTEN =
      List.of(Topic.PROMPTS, Topic.RESPONSE_CHUNKS, Topic.TOKEN_COUNTS, Topic.ADMISSIONS);

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
  private static final Duration LOG_EVERY = Duration.ofSeconds(1);
  private static final long BEYOND_ROOM_BYTES = 32L * 1024 * 1024;

  private final Producer<byte[], byte[]> producer;
  private final EventHeaders headers;
  private final InstantSource clock;
  private final AtomicLong loggedNanos = new AtomicLong(System.nanoTime() - LOG_EVERY.toNanos());
  private final Map<Topic, Lane> lanes = new EnumMap<>(Topic.class);

  private KafkaEventLog(
      Producer<byte[], byte[]> producer, EventHeaders headers, InstantSource clock) {
    this.producer = producer;
    this.headers = headers;
    this.clock = clock;
  }

  /**
   * Connects and waits until the topics can be written.
   *
   * @throws IllegalStateException where that takes longer than {@code within}
   */
  public static KafkaEventLog connect(
      LogConnection connection,
      EventSerdes serdes,
      EventHeaders headers,
      RecordRoom room,
      Duration within) {
    var log =
        new KafkaEventLog(
            new KafkaProducer<>(
                properties(connection, room), new ByteArraySerializer(), new ByteArraySerializer()),
            headers,
            InstantSource.system());
    try {
      long until = System.nanoTime() + within.toNanos();
      for (Topic topic : WRITTEN) {
        String name = connection.topic(topic);
        log.awaitMetadata(name, until);
        log.lanes.put(topic, new Lane(topic, name, serdes.serializer(topic)));
      }
      return log;
    } catch (RuntimeException e) {
      log.producer.close(Duration.ZERO);
      throw e;
    }
  }

  private static Map<String, Object> properties(LogConnection connection, RecordRoom room) {
    Map<String, Object> properties = connection.clientProperties();
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, "weir-proxy-events");
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 1);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, room.capacityBytes() + BEYOND_ROOM_BYTES);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.PROMPTS.maxMessageBytes());
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
    // A topic that no traffic needs for a while must not lose its metadata: see max.block.ms.
    properties.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(3_650).toMillis());
    return properties;
  }

  private void awaitMetadata(String topic, long untilNanos) {
    while (true) {
      try {
        if (!producer.partitionsFor(topic).isEmpty()) {
          return;
        }
      } catch (TimeoutException e) {
        LOGGER.atDebug().addKeyValue("topic", topic).log("no metadata yet");
      }
      if (System.nanoTime() - untilNanos > 0) {
        throw new IllegalStateException("the log does not answer for topic " + topic);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  @Override
  public void append(Topic topic, String key, String eventId, SpecificRecordBase event, Told told) {
    Lane lane = lanes.get(topic);
    if (lane == null) {
      throw new IllegalArgumentException("a proxy does not write " + topic);
    }
    try {
      var record =
          new ProducerRecord<>(
              lane.name,
              null,
              null,
              key.getBytes(UTF_8),
              lane.serializer.serialize(lane.name, event),
              headers.of(topic, eventId, clock.instant()));
      var _ =
          producer.send(
              record,
              (_, failure) -> {
                if (failure != null) {
                  logFailure(topic, failure);
                }
                told.kept(failure == null);
              });
    } catch (KafkaException | IllegalStateException e) {
      logFailure(topic, e);
      told.kept(false);
    }
  }

  /** At most once a second: an outage loses thousands, and the counter has them all. */
  private void logFailure(Topic topic, Exception failure) {
    long now = System.nanoTime();
    long last = loggedNanos.get();
    if (now - last < LOG_EVERY.toNanos() || !loggedNanos.compareAndSet(last, now)) {
      return;
    }
    LOGGER
        .atError()
        .addKeyValue("topic", topic)
        .addKeyValue("failure", failure.getClass().getSimpleName())
        .log("the log did not keep an event");
  }

  @Override
  public void close() {
    producer.close(CLOSE_WITHIN);
  }

  private record Lane(Topic topic, String name, Serializer<SpecificRecordBase> serializer) {}
}
