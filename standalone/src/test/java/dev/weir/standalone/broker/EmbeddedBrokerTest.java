package dev.weir.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedBrokerTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path data;

  @Test
  void keepsRecordsAcrossARestartOnAnotherPort() throws Exception {
    try (var broker = EmbeddedBroker.start(data, 0)) {
      createTopic(broker.bootstrapServers());
      produce(broker.bootstrapServers(), "before");
    }

    try (var broker = EmbeddedBroker.start(data, 0)) {
      produce(broker.bootstrapServers(), "after");

      assertThat(records(broker.bootstrapServers())).containsExactly("before", "after");
    }
  }

  @Test
  void keepsWhatWasAcknowledgedBeforeAKill() throws Exception {
    Process process = startInAnotherProcess(data);
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      createTopic(out.readLine());
      for (String line = out.readLine(); acknowledged.size() < 200; line = out.readLine()) {
        acknowledged.add(line);
      }
      process.destroyForcibly().waitFor();
    }

    try (var broker = EmbeddedBroker.start(data, 0)) {
      assertThat(records(broker.bootstrapServers()))
          .startsWith(acknowledged.toArray(String[]::new));
    }
  }

  @Test
  void saysThatTheDirectoryIsInUse() {
    try (var _ = EmbeddedBroker.start(data, 0)) {
      assertThatThrownBy(() -> EmbeddedBroker.start(data, 0))
          .isInstanceOf(CannotStartException.class)
          .hasMessage("the data directory " + data + " is in use by another process");
    }
  }

  @Test
  void saysThatThePortIsTaken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral(LoopbackPort.HOST))) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> EmbeddedBroker.start(data, port))
          .isInstanceOf(CannotStartException.class)
          .hasMessage("port " + port + " (Kafka) is taken");
    }
    // Nothing is left behind that would be in the way of the next start.
    BrokerDirectory.take(data).close();
  }

  @Test
  void saysThatTheDirectoryCannotBeWritten() throws IOException {
    Path file = Files.writeString(data.resolve("file"), "");

    assertThatThrownBy(() -> EmbeddedBroker.start(file.resolve("data"), 0))
        .isInstanceOf(CannotStartException.class)
        .hasMessage("cannot write to the data directory " + file.resolve("data"));
  }

  @Test
  void createsNoTopicThatNobodyAskedFor() throws Exception {
    try (var broker = EmbeddedBroker.start(data, 0);
        var admin = Admin.create(properties(broker.bootstrapServers()));
        var consumer = consumer(broker.bootstrapServers())) {
      consumer.partitionsFor("misspelt", LIMIT);

      assertThat(admin.listTopics().names().get()).isEmpty();
    }
  }

  /** Kafka's own settings make 20 MB of index for each partition. */
  @Test
  void takesLittleRoomForManyPartitions() throws Exception {
    try (var broker = EmbeddedBroker.start(data, 0);
        var admin = Admin.create(properties(broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("many", 40, (short) 1))).all().get();

      assertThat(bytes(data)).isLessThan(64L * 1024 * 1024);
    }
  }

  private static Process startInAnotherProcess(Path data) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerProcess.class.getName(),
            data.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  static void createTopic(String bootstrapServers) throws Exception {
    try (var admin = Admin.create(properties(bootstrapServers))) {
      admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
    }
  }

  static void produce(String bootstrapServers, String value) throws Exception {
    try (var producer = producer(bootstrapServers)) {
      producer.send(new ProducerRecord<>("kept", value)).get();
    }
  }

  static KafkaProducer<String, String> producer(String bootstrapServers) {
    return new KafkaProducer<>(
        properties(bootstrapServers), new StringSerializer(), new StringSerializer());
  }

  private static KafkaConsumer<String, String> consumer(String bootstrapServers) {
    return new KafkaConsumer<>(
        properties(bootstrapServers), new StringDeserializer(), new StringDeserializer());
  }

  private static List<String> records(String bootstrapServers) {
    var partition = new TopicPartition("kept", 0);
    List<String> values = new ArrayList<>();
    try (var consumer = consumer(bootstrapServers)) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition), LIMIT).getOrDefault(partition, 0L);
      while (consumer.position(partition, LIMIT) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  private static Map<String, Object> properties(String bootstrapServers) {
    return Map.of("bootstrap.servers", bootstrapServers, "group.id", "test");
  }

  /** Of files that are there: the log renames and removes some while one looks. */
  private static long bytes(Path folder) throws IOException {
    var sum = new LongAdder();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum.add(attributes.size());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
    return sum.sum();
  }
}
