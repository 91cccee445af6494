package dev.weir.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.processors.progress.Beginning;
import dev.weir.schemas.log.LogConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where an application begins to read a real log. */
@Timeout(120)
class BeginningOnEmbeddedLogTest {

  private static final String GROUP = "application";
  private final Instant now = Instant.now();
  private final Instant before = now.minusSeconds(3_600);
  private static final TopicPartition OLD_AND_NEW = new TopicPartition("read", 0);
  private static final TopicPartition OLD = new TopicPartition("read", 1);
  private static final TopicPartition EMPTY = new TopicPartition("read", 2);

  private EmbeddedBroker broker;
  private LogConnection log;
  private Admin admin;

  @BeforeEach
  void open(@TempDir Path data) throws Exception {
    broker = EmbeddedBroker.start(data, 0);
    log = LogConnection.of(broker.bootstrapServers(), URI.create("http://nowhere:1"));
    admin = Admin.create(log.clientProperties());
    admin.createTopics(List.of(new NewTopic("read", 3, (short) 1))).all().get(30, TimeUnit.SECONDS);
    write(OLD_AND_NEW, before, before, now, now);
    write(OLD, before);
  }

  @AfterEach
  void close() {
    admin.close();
    broker.close();
  }

  @Test
  void isTheFirstRecordOfItsTimeAndTheEndWhereThereIsNone() throws Exception {
    new Beginning(log, GROUP).at(Map.of("read", now.minusSeconds(60)));

    assertThat(offsets()).isEqualTo(Map.of(OLD_AND_NEW, 2L, OLD, 1L, EMPTY, 0L));
  }

  @Test
  void isNotMovedWhereTheApplicationHasRead() throws Exception {
    admin
        .alterConsumerGroupOffsets(GROUP, Map.of(OLD_AND_NEW, new OffsetAndMetadata(1)))
        .all()
        .get(30, TimeUnit.SECONDS);

    new Beginning(log, GROUP).at(Map.of("read", now.minusSeconds(60)));

    assertThat(offsets()).isEqualTo(Map.of(OLD_AND_NEW, 1L, OLD, 1L, EMPTY, 0L));
  }

  private Map<TopicPartition, Long> offsets() throws Exception {
    return admin
        .listConsumerGroupOffsets(GROUP)
        .partitionsToOffsetAndMetadata()
        .get(30, TimeUnit.SECONDS)
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().offset()));
  }

  private void write(TopicPartition partition, Instant... times) {
    try (var producer =
        new KafkaProducer<>(
            log.clientProperties(), new StringSerializer(), new StringSerializer())) {
      for (Instant time : times) {
        var _ =
            producer.send(
                new ProducerRecord<>(
                    partition.topic(), partition.partition(), time.toEpochMilli(), null, "value"));
      }
    }
  }
}
