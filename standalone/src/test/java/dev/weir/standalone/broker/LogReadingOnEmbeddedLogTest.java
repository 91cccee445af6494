package dev.weir.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.processors.progress.LogReading;
import dev.weir.processors.progress.Reading;
import dev.weir.schemas.log.LogConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
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

/** What is known of how far an application has read a real log. */
@Timeout(120)
class LogReadingOnEmbeddedLogTest {

  private static final String GROUP = "application";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final TopicPartition FIRST = new TopicPartition("first", 0);
  private static final TopicPartition SECOND = new TopicPartition("second", 1);

  private EmbeddedBroker broker;
  private LogConnection log;
  private Admin admin;

  @BeforeEach
  void open(@TempDir Path data) throws Exception {
    broker = EmbeddedBroker.start(data, 0);
    log = LogConnection.of(broker.bootstrapServers(), URI.create("http://nowhere:1"));
    admin = Admin.create(log.clientProperties());
    admin
        .createTopics(
            List.of(
                new NewTopic("first", 1, (short) 1),
                new NewTopic("second", 2, (short) 1),
                new NewTopic("empty", 1, (short) 1)))
        .all()
        .get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    admin.close();
    broker.close();
  }

  @Test
  void knowsOfNothingThatIsWrittenAndNotCommitted() throws Exception {
    write(FIRST, 3, false);
    commit(Map.of(FIRST, 2L));
    try (LogReading reading = watch()) {
      awaitLooks();
      assertThat(reading.get()).isEqualTo(Reading.NONE);

      commit(Map.of(FIRST, 3L));
      long committed = System.currentTimeMillis();
      assertThat(await(reading, 0).partitions()).isEqualTo(2);
      assertThat(await(reading, committed).upToMillis()).isGreaterThanOrEqualTo(committed);
    }
  }

  @Test
  void waitsForTheStageThatReadsWhatAnotherHasWritten() throws Exception {
    write(SECOND, 1, false);
    try (LogReading reading = watch()) {
      awaitLooks();
      assertThat(reading.get()).isEqualTo(Reading.NONE);

      commit(Map.of(SECOND, 1L));
      var _ = await(reading, 0);
    }
  }

  @Test
  void passesTheMarkOfATransactionThatNobodyCanRead() throws Exception {
    write(FIRST, 2, true);
    commit(Map.of(FIRST, 2L));
    try (LogReading reading = watch()) {
      var _ = await(reading, 0);
    }
  }

  @Test
  void passesWhatWasRolledBack() throws Exception {
    writeInTransaction(FIRST, 3, KafkaProducer::abortTransaction);
    try (LogReading reading = watch()) {
      var _ = await(reading, 0);
    }
  }

  @Test
  void goesOnWhereOneMarkFollowsTheOther() throws Exception {
    write(FIRST, 2, true);
    commit(Map.of(FIRST, 2L));
    try (LogReading reading = watch()) {
      var _ = await(reading, 0);
      for (int i = 0; i < 3; i++) {
        writeInTransaction(FIRST, 1, KafkaProducer::abortTransaction);
        var _ = await(reading, System.currentTimeMillis());
      }

      write(FIRST, 1, true);
      long written = System.currentTimeMillis();
      awaitLooks();
      assertThat(reading.get().upToMillis()).isLessThan(written);
    }
  }

  @Test
  void passesWhatTheRetentionHasTaken() throws Exception {
    write(FIRST, 3, false);
    commit(Map.of(FIRST, 1L));
    admin
        .deleteRecords(Map.of(FIRST, RecordsToDelete.beforeOffset(3)))
        .all()
        .get(30, TimeUnit.SECONDS);
    try (LogReading reading = watch()) {
      var _ = await(reading, 0);
    }
  }

  /** As long as another one needs for several looks, at topics in which nothing stands. */
  private void awaitLooks() {
    try (LogReading other = LogReading.watch(log, "another", List.of(Set.of("empty")))) {
      long known = 0;
      for (int i = 0; i < 3; i++) {
        known = await(other, known + 1).upToMillis();
      }
    }
  }

  private LogReading watch() {
    return LogReading.watch(log, GROUP, List.of(Set.of("first"), Set.of("second")));
  }

  private static Reading await(LogReading reading, long upToMillis) {
    Instant late = Instant.now().plus(SOON);
    while (reading.get().equals(Reading.NONE) || reading.get().upToMillis() < upToMillis) {
      assertThat(Instant.now()).isBefore(late);
      Thread.onSpinWait();
    }
    return reading.get();
  }

  private void commit(Map<TopicPartition, Long> offsets) throws Exception {
    for (Map.Entry<TopicPartition, Long> each : offsets.entrySet()) {
      admin
          .alterConsumerGroupOffsets(
              GROUP, Map.of(each.getKey(), new OffsetAndMetadata(each.getValue())))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private void write(TopicPartition partition, int records, boolean transaction) {
    if (transaction) {
      writeInTransaction(partition, records, KafkaProducer::commitTransaction);
      return;
    }
    try (var producer = producer(Map.of())) {
      send(producer, partition, records);
    }
  }

  private void writeInTransaction(
      TopicPartition partition, int records, Consumer<KafkaProducer<String, String>> end) {
    try (var producer = producer(Map.of("transactional.id", "writer"))) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, partition, records);
      producer.flush();
      end.accept(producer);
    }
  }

  private static void send(
      KafkaProducer<String, String> producer, TopicPartition partition, int records) {
    for (int i = 0; i < records; i++) {
      var _ =
          producer.send(
              new ProducerRecord<>(partition.topic(), partition.partition(), null, "value"));
    }
  }

  private KafkaProducer<String, String> producer(Map<String, Object> more) {
    Map<String, Object> properties = log.clientProperties();
    properties.putAll(more);
    return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
  }
}
