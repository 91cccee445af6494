package dev.weir.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who reads committed records does not wait for ever for a transaction that a kill left open. */
@Timeout(120)
class TransactionsAfterAKillTest {

  private static final List<TopicPartition> PARTITIONS =
      IntStream.range(0, OpenTransactionProcess.PARTITIONS)
          .mapToObj(partition -> new TopicPartition(OpenTransactionProcess.TOPIC, partition))
          .toList();

  @TempDir private Path data;

  @Test
  void areEndedByTheNextStart() throws Exception {
    Process process = startWithOpenTransaction();
    try (var out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("open");
      process.destroyForcibly().waitFor();
    }

    try (var broker = EmbeddedBroker.start(data, 0)) {
      sendToAll(broker.bootstrapServers(), "after");

      readCommittedUntilAllHave(broker.bootstrapServers(), "after");
    }
  }

  private static void sendToAll(String bootstrapServers, String value) {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new StringSerializer())) {
      for (TopicPartition it : PARTITIONS) {
        var _ = producer.send(new ProducerRecord<>(it.topic(), it.partition(), "", value));
      }
    }
  }

  private static void readCommittedUntilAllHave(String bootstrapServers, String value) {
    Set<TopicPartition> waiting = new HashSet<>(PARTITIONS);
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(PARTITIONS);
      consumer.seekToBeginning(PARTITIONS);
      while (!waiting.isEmpty()) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          assertThat(record.value()).isEqualTo(value);
          waiting.remove(new TopicPartition(record.topic(), record.partition()));
        }
      }
    }
  }

  private Process startWithOpenTransaction() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            OpenTransactionProcess.class.getName(),
            data.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
