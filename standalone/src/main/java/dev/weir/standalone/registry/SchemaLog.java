package dev.weir.standalone.registry;

import dev.weir.standalone.broker.CannotStartException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic behind the registry: brings the state up to date and appends to it, under one lock. */
final class SchemaLog implements AutoCloseable {

  static final String TOPIC = "_schemas";

  private static final Logger LOGGER = LoggerFactory.getLogger(SchemaLog.class);
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration LOAD_LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final LogFormat format = new LogFormat();
  private final ReentrantLock lock = new ReentrantLock();
  private final RegistryState state;
  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> consumer;

  private SchemaLog(
      RegistryState state, Producer<byte[], byte[]> producer, Consumer<byte[], byte[]> consumer) {
    this.state = state;
    this.producer = producer;
    this.consumer = consumer;
  }

  /** Makes the topic where it is missing and replays it into the state. */
  static SchemaLog open(String bootstrapServers, RegistryState state) {
    ensureTopic(bootstrapServers);
    var log = new SchemaLog(state, producer(bootstrapServers), consumer(bootstrapServers));
    try {
      log.consumer.assign(List.of(PARTITION));
      log.consumer.seekToBeginning(List.of(PARTITION));
      log.catchUp(LOAD_LIMIT);
      return log;
    } catch (RuntimeException e) {
      log.close();
      throw new CannotStartException("cannot read the topic " + TOPIC + ": " + e.getMessage(), e);
    }
  }

  /**
   * Decides and appends while nobody else does, on a state that holds everything appended so far.
   */
  <T> T whileLocked(Supplier<T> change) {
    try {
      if (!lock.tryLock(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Refusal.storeTimedOut(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.storeTimedOut(e);
    }
    try {
      catchUp(LIMIT);
      return change.get();
    } catch (KafkaException e) {
      throw Refusal.storeFailed(e);
    } finally {
      lock.unlock();
    }
  }

  /** Appends, and returns when the entry has been read back into the state. */
  void append(LogEntry entry) {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("append without the lock");
    }
    try {
      RecordMetadata written =
          producer
              .send(new ProducerRecord<>(TOPIC, 0, format.key(entry), format.value(entry)))
              .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      replayUntil(written.offset() + 1, LIMIT);
    } catch (ExecutionException e) {
      throw Refusal.storeFailed(e.getCause());
    } catch (TimeoutException e) {
      throw Refusal.storeTimedOut(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.storeTimedOut(e);
    }
  }

  private void catchUp(Duration limit) {
    replayUntil(consumer.endOffsets(Set.of(PARTITION), limit).getOrDefault(PARTITION, 0L), limit);
  }

  private void replayUntil(long end, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (consumer.position(PARTITION, limit) < end) {
      consumer.poll(POLL).forEach(this::replay);
      if (System.nanoTime() > deadline) {
        throw Refusal.storeTimedOut(null);
      }
    }
  }

  private void replay(ConsumerRecord<byte[], byte[]> entry) {
    try {
      format.read(entry.key(), entry.value()).ifPresent(state::replay);
    } catch (IOException | RuntimeException e) {
      LOGGER
          .atWarn()
          .addKeyValue("topic", TOPIC)
          .addKeyValue("offset", entry.offset())
          .log("skipped a record that is not the registry's");
    }
  }

  @Override
  public void close() {
    producer.close(LIMIT);
    consumer.close();
  }

  private static void ensureTopic(String bootstrapServers) {
    try (Admin admin = Admin.create(properties(bootstrapServers))) {
      if (!admin
          .listTopics()
          .names()
          .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
          .contains(TOPIC)) {
        admin
            .createTopics(
                List.of(
                    new NewTopic(TOPIC, Optional.of(1), Optional.empty())
                        .configs(Map.of("cleanup.policy", "compact"))))
            .all()
            .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      }
      awaitOffsets(admin);
    } catch (ExecutionException | TimeoutException e) {
      throw new CannotStartException(
          "cannot prepare the topic " + TOPIC + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStartException("interrupted while preparing the topic " + TOPIC, e);
    }
  }

  /** A broker that made a topic a moment ago may say that it does not know it. */
  private static void awaitOffsets(Admin admin)
      throws ExecutionException, TimeoutException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        admin
            .listOffsets(Map.of(PARTITION, OffsetSpec.latest()))
            .all()
            .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private static Producer<byte[], byte[]> producer(String bootstrapServers) {
    Map<String, Object> properties = properties(bootstrapServers);
    properties.put("acks", "all");
    properties.put("linger.ms", 0);
    properties.put("max.block.ms", LIMIT.toMillis());
    properties.put("request.timeout.ms", 5_000);
    properties.put("delivery.timeout.ms", (int) LIMIT.toMillis());
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static Consumer<byte[], byte[]> consumer(String bootstrapServers) {
    Map<String, Object> properties = properties(bootstrapServers);
    properties.put("enable.auto.commit", false);
    properties.put("auto.offset.reset", "earliest");
    // A broker answers one connection in order: a fetch that waits for records holds up the
    // question for the end of the topic behind it.
    properties.put("fetch.max.wait.ms", 5);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static Map<String, Object> properties(String bootstrapServers) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", bootstrapServers);
    properties.put("client.id", "schema-registry");
    properties.put("metric.reporters", "");
    return properties;
  }
}
