package dev.weir.standalone.control;

import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** {@link ControlLog} over Kafka. For one thread. */
final class KafkaControlLog implements ControlLog {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(200);

  private final LogConnection connection;
  private final EventSerdes serdes;
  private final InstantSource clock;
  private final EventHeaders headers = new EventHeaders("control", "cli");
  private final KafkaProducer<String, byte[]> producer;
  private final Map<Topic, Serializer<SpecificRecordBase>> serializers = new EnumMap<>(Topic.class);

  KafkaControlLog(LogConnection connection, InstantSource clock) {
    this.connection = connection;
    this.clock = clock;
    this.serdes = new EventSerdes(connection);
    Map<String, Object> properties = connection.clientProperties();
    properties.put("acks", "all");
    properties.put("enable.idempotence", true);
    properties.put("linger.ms", 0);
    properties.put("max.block.ms", LIMIT.toMillis());
    properties.put("delivery.timeout.ms", (int) LIMIT.toMillis());
    properties.put("request.timeout.ms", (int) LIMIT.toMillis() / 2);
    this.producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  @Override
  public <T extends SpecificRecordBase> Map<String, T> read(Topic topic, Class<T> type) {
    return values(topic, newest(connection.topic(topic), connection.readerProperties()));
  }

  @Override
  public Map<String, byte[]> committed(String topic) {
    Map<String, Object> properties = connection.readerProperties();
    properties.put("isolation.level", "read_committed");
    return newest(topic, properties);
  }

  private Map<String, byte[]> newest(String topic, Map<String, Object> properties) {
    properties.put("auto.offset.reset", "earliest");
    // Nobody makes a topic by looking for it.
    properties.put("allow.auto.create.topics", false);
    try (var consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic, LIMIT).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      // Assigned before they are asked for: Kafka's client warns of the end of what is not.
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return readUpTo(consumer, consumer.endOffsets(partitions, LIMIT), topic);
    } catch (KafkaException e) {
      throw new ControlException("cannot read " + topic + ": " + e.getMessage(), e);
    }
  }

  /**
   * What was overwritten or erased need not be readable: else a broken record would stay for good.
   */
  private <T extends SpecificRecordBase> Map<String, T> values(
      Topic topic, Map<String, byte[]> newest) {
    Map<String, T> values = new LinkedHashMap<>();
    String name = connection.topic(topic);
    try (Deserializer<T> deserializer = serdes.deserializer(topic)) {
      newest.forEach((key, bytes) -> {
        try {
          values.put(key, deserializer.deserialize(name, bytes));
        } catch (KafkaException e) {
          throw new ControlException(
              "the record '%s' of %s cannot be read (%s); if it is broken and not of a newer release,"
                      .formatted(key, name, e.getMessage())
                  + " erase it by a record with this key and no value",
              e);
        }
      });
    }
    return values;
  }

  private Map<String, byte[]> readUpTo(
      KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends, String topic) {
    Map<String, byte[]> newest = new LinkedHashMap<>();
    Instant deadline = clock.instant().plus(LIMIT);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (clock.instant().isAfter(deadline)) {
        throw new ControlException(
            topic + " could not be read to its end within " + LIMIT.toSeconds() + " s");
      }
      for (ConsumerRecord<String, byte[]> each : consumer.poll(POLL)) {
        newest.remove(each.key());
        if (each.value() != null) {
          newest.put(each.key(), each.value());
        }
      }
    }
    return newest;
  }

  @Override
  public void write(Topic topic, String key, @Nullable SpecificRecordBase value) {
    writeAll(topic, List.of(new Change(key, value)));
  }

  /** Waits for the answers after all are sent: a price book has thousands of records. */
  @Override
  public void writeAll(Topic topic, List<Change> changes) {
    String name = connection.topic(topic);
    List<Future<RecordMetadata>> sent = new ArrayList<>(changes.size());
    for (Change change : changes) {
      sent.add(producer.send(record(topic, change)));
    }
    producer.flush();
    try {
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new ControlException("cannot write to " + name + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlException("interrupted while writing to " + name, e);
    }
  }

  private ProducerRecord<String, byte[]> record(Topic topic, Change change) {
    String name = connection.topic(topic);
    Instant now = clock.instant();
    SpecificRecordBase value = change.value();
    byte[] bytes = value == null ? null : serializer(topic).serialize(name, value);
    return new ProducerRecord<>(
        name, null, now.toEpochMilli(), change.key(), bytes, headers.of(topic, change.key(), now));
  }

  private Serializer<SpecificRecordBase> serializer(Topic topic) {
    return serializers.computeIfAbsent(topic, serdes::serializer);
  }

  @Override
  public void close() {
    producer.close(LIMIT);
    serdes.close();
  }
}
