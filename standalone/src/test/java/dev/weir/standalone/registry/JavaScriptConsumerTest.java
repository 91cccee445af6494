package dev.weir.standalone.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.schemas.event.DataKey;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.log.TopicKeeper;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import dev.weir.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A consumer that shares no code with us: kafkajs and its registry client on Node. */
@Timeout(180)
class JavaScriptConsumerTest {

  private static final Path SOURCES = Path.of("src", "test", "resources", "third-party");
  private static final Path INSTALLED = Path.of("target", "third-party");
  private static final Duration LIMIT = Duration.ofSeconds(80);
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void readsOurRecordsWithTheSchemasOfTheRegistry(@TempDir Path data) throws Exception {
    assumeTrue(installs(), "NOT RUN: node or npm is missing, or npm has no network");
    try (var broker = EmbeddedBroker.start(data, 0);
        var registry = SchemaRegistryServer.start(broker.bootstrapServers(), 0)) {
      LogConnection connection = LogConnection.of(broker.bootstrapServers(), registry.uri());
      TopicKeeper.ensure(connection, 1);
      produce(connection);

      JsonNode read =
          new ObjectMapper()
              .readTree(
                  run(
                      "node",
                      "read-one.js",
                      broker.bootstrapServers(),
                      registry.uri().toString(),
                      connection.topic(Topic.DATA_KEYS)));

      assertThat(read.path("key").asText()).isEqualTo("search|k1");
      assertThat(read.at("/headers/ce_type").asText()).isEqualTo("dev.weir.data-keys.v1");
      assertThat(read.at("/value/subject").asText()).isEqualTo("search");
      assertThat(read.at("/value/createdAt").asLong())
          .isEqualTo(TimeUnit.SECONDS.toMicros(NOON.getEpochSecond()));
    }
  }

  private static void produce(LogConnection connection) throws Exception {
    var key = new DataKey("search", "k1", ByteBuffer.allocate(12), ByteBuffer.allocate(48), NOON);
    var headers = new EventHeaders("test", "1").of(Topic.DATA_KEYS, "search|k1", NOON);
    try (var serdes = new EventSerdes(connection);
        var producer =
            new KafkaProducer<>(
                connection.clientProperties(),
                new StringSerializer(),
                serdes.<DataKey>serializer(Topic.DATA_KEYS))) {
      producer
          .send(
              new ProducerRecord<>(
                  connection.topic(Topic.DATA_KEYS), null, "search|k1", key, headers))
          .get();
    }
  }

  private static boolean installs() throws InterruptedException {
    try {
      Files.createDirectories(INSTALLED);
      for (String file : List.of("package.json", "read-one.js")) {
        Files.copy(
            SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Path output = INSTALLED.resolve("output.txt");
    Path errors = INSTALLED.resolve("errors.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(INSTALLED.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command[0] + " failed: " + Files.readString(errors));
      }
      return Files.readString(output);
    } finally {
      process.destroyForcibly();
    }
  }
}
