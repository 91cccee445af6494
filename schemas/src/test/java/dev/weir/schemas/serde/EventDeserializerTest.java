package dev.weir.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.topic.Topic;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the genuine client, against a registry that answers as the test says. */
final class EventDeserializerTest {

  private static final String TOPIC = "weir.policy";
  private static final int ID = 7;
  private static final PolicyEntry ENTRY =
      new PolicyEntry(new PolicyDocument(1L, "text", Instant.EPOCH, "test", "", ""));

  private HttpServer registry;
  private EventSerdes serdes;
  private Deserializer<PolicyEntry> deserializer;
  private volatile int status;
  private volatile String body = "";
  private final AtomicInteger asked = new AtomicInteger();

  @BeforeEach
  void start() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    registry.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    registry.start();
    serdes =
        new EventSerdes(
            new LogConnection(
                "nowhere:9092",
                URI.create("http://127.0.0.1:" + registry.getAddress().getPort()),
                LogConnection.DEFAULT_PREFIX,
                Map.of("schema.registry.max.retries", "0")));
    deserializer = serdes.deserializer(Topic.POLICY);
  }

  @AfterEach
  void stop() {
    serdes.close();
    registry.stop(0);
  }

  @Test
  void asksTheRegistryOnceForEachSchema() {
    answersWithTheSchema();

    assertThat(deserializer.deserialize(TOPIC, bytes())).isEqualTo(ENTRY);
    assertThat(deserializer.deserialize(TOPIC, bytes())).isEqualTo(ENTRY);

    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({
    "500, '{\"error_code\":50001,\"message\":\"in the store\"}'",
    "502, <html>bad gateway</html>",
    "503, ''",
    "429, '{\"error_code\":42901,\"message\":\"too many\"}'",
    "408, ''",
    "401, '{\"error_code\":40101,\"message\":\"who are you\"}'",
    "403, '{\"error_code\":40301,\"message\":\"not you\"}'",
    "404, 404 page not found",
    "200, '{\"schema\":\"half'"
  })
  void tellsARegistryThatDoesNotAnswerFromARecordThatCannotBeRead(int status, String body) {
    this.status = status;
    this.body = body;
    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes()))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessage("the registry does not say what schema 7 of weir.policy is");

    answersWithTheSchema();
    assertThat(deserializer.deserialize(TOPIC, bytes())).isEqualTo(ENTRY);
  }

  @Test
  void tellsARegistryThatIsAwayFromARecordThatCannotBeRead() {
    registry.stop(0);

    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes()))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void believesARegistryThatDoesNotKnowTheSchema() {
    status = 404;
    body = "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}";

    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes()))
        .isInstanceOf(SerializationException.class)
        .hasMessage("weir.policy holds an event of schema 7, which the registry does not know");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}",
        "{\"schemaType\":\"AVRO\",\"schema\":\"no schema\"}"
      })
  void refusesAnEventOfASchemaThatIsNotAvro(String schema) {
    status = 200;
    body = schema;

    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes()))
        .isInstanceOf(SerializationException.class)
        .hasMessage("weir.policy holds an event of schema 7, which is no Avro schema");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 6, 12})
  void refusesBytesThatEndTooSoon(int length) {
    answersWithTheSchema();

    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, Arrays.copyOf(bytes(), length)))
        .isInstanceOf(SerializationException.class);
  }

  private static byte[] bytes() {
    return Objects.requireNonNull(
        new EventSerializer<PolicyEntry>(PolicyEntry.getClassSchema(), ID).serialize(TOPIC, ENTRY));
  }

  private void answersWithTheSchema() {
    status = 200;
    String schema = new AvroSchema(Topic.POLICY.valueSchema().orElseThrow()).canonicalString();
    body = "{\"schema\":\"" + schema.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
  }
}
