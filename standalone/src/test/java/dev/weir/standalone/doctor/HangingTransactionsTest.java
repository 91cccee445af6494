package dev.weir.standalone.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.log.LogConnection;
import dev.weir.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HangingTransactionsTest {

  private static final TopicPartition PARTITION =
      new TopicPartition("weir-quota-kept-changelog", 0);

  @TempDir private Path data;

  @Test
  void areFoundAndAborted() throws Exception {
    try (var broker = EmbeddedBroker.start(data, 0)) {
      leaveTransactionOpen(broker.bootstrapServers());
    }
    forgetWhatWasCoordinated();

    try (var broker = EmbeddedBroker.start(data, 0);
        var transactions = transactions(broker.bootstrapServers(), later())) {
      assertThat(lastCommitted(broker.bootstrapServers())).isZero();

      var hanging = transactions.find();
      assertThat(hanging)
          .extracting(HangingTransactions.Hanging::partition)
          .containsExactly(PARTITION);
      assertThat(transactions.abort(hanging)).isEmpty();

      assertThat(transactions.find()).isEmpty();
      assertThat(lastCommitted(broker.bootstrapServers())).isEqualTo(2);
    }
  }

  @Test
  void areNotThoseThatTheirCoordinatorKnows() throws Exception {
    try (var broker = EmbeddedBroker.start(data, 0);
        var transactions = transactions(broker.bootstrapServers(), later())) {
      leaveTransactionOpen(broker.bootstrapServers());

      assertThat(transactions.find()).isEmpty();
    }
  }

  @Test
  void areNotThoseOfTheLastMoments() throws Exception {
    try (var broker = EmbeddedBroker.start(data, 0)) {
      leaveTransactionOpen(broker.bootstrapServers());
    }
    forgetWhatWasCoordinated();

    try (var broker = EmbeddedBroker.start(data, 0);
        var transactions = transactions(broker.bootstrapServers(), Instant.now())) {
      assertThat(transactions.find()).isEmpty();
    }
  }

  private static Instant later() {
    return Instant.now().plus(HangingTransactions.QUIET_MIN).plus(Duration.ofMinutes(1));
  }

  private static HangingTransactions transactions(String bootstrapServers, Instant now) {
    var log = LogConnection.of(bootstrapServers, URI.create("http://127.0.0.1:1"));
    return new HangingTransactions(log, () -> now);
  }

  private static void leaveTransactionOpen(String bootstrapServers) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1))).all().get();
    }
    var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "left open"),
            new StringSerializer(),
            new StringSerializer());
    producer.initTransactions();
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(PARTITION.topic(), "never committed")).get();
    // Like a process that was killed: without a word to the coordinator.
    producer.close(Duration.ZERO);
  }

  /** What remains is the record in the partition. */
  private void forgetWhatWasCoordinated() throws IOException {
    List<Path> coordinated;
    try (Stream<Path> logs = Files.list(data.resolve("kafka"))) {
      coordinated =
          logs.filter(log -> log.getFileName().toString().startsWith("__transaction_state-"))
              .toList();
    }
    assertThat(coordinated).isNotEmpty();
    for (Path log : coordinated) {
      try (Stream<Path> files = Files.walk(log)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static long lastCommitted(String bootstrapServers) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      return admin
          .listOffsets(
              Map.of(PARTITION, OffsetSpec.latest()),
              new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
          .partitionResult(PARTITION)
          .get()
          .offset();
    }
  }
}
