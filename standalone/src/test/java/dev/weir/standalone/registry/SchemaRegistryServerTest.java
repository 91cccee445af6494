package dev.weir.standalone.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.standalone.broker.EmbeddedBroker;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaRequest;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The genuine client against the registry on a real broker; each test has a subject of its own. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaRegistryServerTest {

  private static final AvroSchema FIRST = user("");
  private static final AvroSchema WITH_DEFAULT =
      user(", {\"name\": \"age\", \"type\": \"int\", \"default\": 0}");
  private static final AvroSchema WITHOUT_DEFAULT =
      user(", {\"name\": \"age\", \"type\": \"int\"}");

  private EmbeddedBroker broker;
  private SchemaRegistryServer registry;
  private String subject = "";

  @BeforeAll
  void start(@TempDir Path data) {
    broker = EmbeddedBroker.start(data, 0);
    registry = SchemaRegistryServer.start(broker.bootstrapServers(), 0);
  }

  @AfterAll
  void stop() {
    registry.close();
    broker.close();
  }

  @BeforeEach
  void nameSubject(TestInfo test) {
    subject = test.getDisplayName().replaceAll("\\W", "") + "-value";
  }

  @Test
  void givesEqualSchemasOneIdInAllSubjects() throws Exception {
    try (var client = client()) {
      int id = client.register(subject, FIRST);

      assertThat(client().register(subject, FIRST)).isEqualTo(id);
      assertThat(client.register(subject + "-2", FIRST)).isEqualTo(id);
      assertThat(client.getId(subject, FIRST)).isEqualTo(id);
      assertThat(client().getSchemaById(id)).isEqualTo(FIRST);
      assertThat(client.getAllSubjectsById(id)).contains(subject, subject + "-2");
      assertThat(client.getAllVersionsById(id))
          .extracting(version -> version.getSubject() + " " + version.getVersion())
          .contains(subject + " 1", subject + "-2 1");
    }
  }

  @Test
  void keepsIdsAcrossARestart() throws Exception {
    int first = client().register(subject, FIRST);
    int second = client().register(subject, WITH_DEFAULT);
    client().updateCompatibility(subject, "BACKWARD");

    registry.close();
    registry = SchemaRegistryServer.start(broker.bootstrapServers(), 0);

    assertThat(client().getId(subject, FIRST)).isEqualTo(first);
    assertThat(client().getSchemaBySubjectAndId(subject, second)).isEqualTo(WITH_DEFAULT);
    assertThat(client().getAllVersions(subject)).containsExactly(1, 2);
    assertThat(client().getCompatibility(subject)).isEqualTo("BACKWARD");
    assertThat(client().register(subject + "-new", user(", " + field(subject))))
        .isGreaterThan(second);
  }

  @Test
  void refusesAnIncompatibleSchemaWithConfluentsWords() throws Exception {
    client().register(subject, FIRST);

    assertRefused(() -> client().register(subject, WITHOUT_DEFAULT), 409, 409)
        .hasMessageContaining(
            "Schema being registered is incompatible with an earlier schema for subject \""
                + subject
                + "\", details: [{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE'")
        .hasMessageContaining("{compatibility: 'FULL_TRANSITIVE'}");
    assertThat(client().getAllVersions(subject)).containsExactly(1);
  }

  @Test
  void tellsWhetherASchemaWouldBeTaken() throws Exception {
    client().register(subject, FIRST);

    assertThat(client().testCompatibility(subject, WITH_DEFAULT)).isTrue();
    assertThat(client().testCompatibility(subject, WITHOUT_DEFAULT)).isFalse();
    assertThat(client().testCompatibilityVerbose(subject, WITHOUT_DEFAULT))
        .anySatisfy(message -> assertThat(message).contains("READER_FIELD_MISSING_DEFAULT_VALUE"));
    assertThat(client().testCompatibility(subject + "-of-nobody", WITHOUT_DEFAULT)).isTrue();
  }

  @Test
  void takesAnythingWhereCompatibilityIsOff() throws Exception {
    client().register(subject, FIRST);
    client().updateCompatibility(subject, "NONE");

    client().register(subject, WITHOUT_DEFAULT);

    assertThat(client().getAllVersions(subject)).containsExactly(1, 2);
    client().deleteCompatibility(subject);
    assertRefused(() -> client().getCompatibility(subject), 404, 40408);
  }

  @Test
  void namesWhatIsMissing() throws Exception {
    client().register(subject, FIRST);

    assertRefused(() -> client().getAllVersions("nobody"), 404, 40401);
    assertRefused(() -> client().getSchemaMetadata(subject, 7), 404, 40402);
    assertRefused(() -> client().getVersion(subject, WITH_DEFAULT), 404, 40403);
    assertRefused(() -> client().getId("nobody", FIRST), 404, 40401);
    assertRefused(() -> client().getSchemaById(123456), 404, 40403);
    assertRefused(() -> rest().getVersion(subject, -7), 422, 42202);
    assertRefused(() -> client().updateCompatibility(subject, "SOMEHOW"), 422, 42203);
    assertRefused(() -> client().setMode("SOMEHOW", subject), 422, 42204);
    assertRefused(() -> rest().registerSchema("{\"type\": \"recor", subject), 422, 42201);
    assertRefused(() -> rest().registerSchema(jsonSchema(), subject, false), 422, 42201);
  }

  @Test
  void deletesInTwoSteps() throws Exception {
    int id = client().register(subject, FIRST);
    client().register(subject, WITH_DEFAULT);

    assertRefused(() -> client().deleteSchemaVersion(subject, "1", true), 404, 40407);
    assertThat(client().deleteSchemaVersion(subject, "1")).isEqualTo(1);
    assertRefused(() -> client().deleteSchemaVersion(subject, "1"), 404, 40406);
    assertThat(client().getAllVersions(subject)).containsExactly(2);
    assertThat(client().getSchemaById(id)).isEqualTo(FIRST);

    assertThat(client().deleteSubject(subject)).containsExactly(2);
    assertRefused(() -> client().deleteSubject(subject), 404, 40404);
    assertThat(client().getAllSubjects()).doesNotContain(subject);
    assertThat(client().deleteSubject(subject, true)).containsExactly(1, 2);
    assertRefused(() -> client().deleteSubject(subject, true), 404, 40401);
  }

  @Test
  void countsOnAfterADeletedVersion() throws Exception {
    int id = client().register(subject, FIRST);
    client().deleteSubject(subject);

    assertThat(client().register(subject, FIRST)).isEqualTo(id);

    assertThat(client().getAllVersions(subject)).containsExactly(2);
  }

  @Test
  void changesNothingInAReadOnlySubject() throws Exception {
    client().register(subject, FIRST);
    client().setMode("READONLY", subject);

    assertThat(client().getMode(subject)).isEqualTo("READONLY");
    assertRefused(() -> client().register(subject, WITH_DEFAULT), 422, 42205);
    assertRefused(() -> client().deleteSubject(subject), 422, 42205);
    assertThat(client().register(subject, FIRST)).isPositive();
  }

  @Test
  void resolvesReferences() throws Exception {
    client().register(subject, FIRST);
    var reference = new SchemaReference("example.User", subject, 1);
    var group =
        new AvroSchema(
            """
            {"type": "record", "name": "Group", "namespace": "example",
             "fields": [{"name": "owner", "type": "example.User"}]}\
            """,
            List.of(reference),
            Map.of("example.User", FIRST.canonicalString()),
            null);

    int id = client().register(subject + "-group", group);

    assertThat(client().getSchemaById(id)).isEqualTo(group);
    assertRefused(() -> client().deleteSchemaVersion(subject, "1"), 422, 42206);
  }

  @Test
  void takesSubjectsWithAnyName() throws Exception {
    String odd = subject + "/a b%2F+";

    client().register(odd, FIRST);

    assertThat(client().getAllVersions(odd)).containsExactly(1);
    assertThat(client().getAllSubjects()).contains(odd);
  }

  @Test
  void answersTheRestOfTheProtocol() throws Exception {
    int id = client().register(subject, FIRST);

    assertThat(get("/")).isEqualTo("{}");
    assertThat(get("/schemas/types")).isEqualTo("[\"AVRO\"]");
    assertThat(get("/contexts")).isEqualTo("[\".\"]");
    assertThat(get("/config")).isEqualTo("{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}");
    assertThat(get("/mode")).isEqualTo("{\"mode\":\"READWRITE\"}");
    assertThat(get("/schemas/ids/" + id + "/schema")).isEqualTo(FIRST.canonicalString());
    assertThat(get("/subjects/" + subject + "/versions/latest/schema"))
        .isEqualTo(FIRST.canonicalString());
    assertThat(get("/schemas?subjectPrefix=" + subject)).contains("\"id\":" + id);
    assertThat(get("/nothing"))
        .isEqualTo("{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
  }

  @Test
  void refusesWhatIsTooLargeOrNoCall() throws Exception {
    assertThat(post("x".repeat(2_000_000), RegistryHandler.CONTENT_TYPE)).isEqualTo(413);
    assertThat(post("{\"schema\": ", RegistryHandler.CONTENT_TYPE)).isEqualTo(400);
    assertThat(post("null", RegistryHandler.CONTENT_TYPE)).isEqualTo(400);
    assertThat(post("{}", RegistryHandler.CONTENT_TYPE)).isEqualTo(422);
    assertThat(post("{\"schema\": \"\\\"string\\\"\"}", "text/plain")).isEqualTo(415);
    assertThat(
            post(
                "{\"schema\": \"" + " ".repeat(600_000) + "\\\"string\\\"\"}",
                RegistryHandler.CONTENT_TYPE))
        .isEqualTo(422);
  }

  private String get(String path) throws Exception {
    return send(HttpRequest.newBuilder(registry.uri().resolve(path)).build()).body();
  }

  private int post(String body, String type) throws Exception {
    URI uri = registry.uri().resolve("/subjects/" + subject + "/versions");
    return send(HttpRequest.newBuilder(uri)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build())
        .statusCode();
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  /** A client that remembers nothing. */
  private CachedSchemaRegistryClient client() {
    return new CachedSchemaRegistryClient(registry.uri().toString(), 100);
  }

  private RestService rest() {
    return new RestService(registry.uri().toString());
  }

  private static RegisterSchemaRequest jsonSchema() {
    var request = new RegisterSchemaRequest();
    request.setSchemaType("JSON");
    request.setSchema("{}");
    return request;
  }

  private static AvroSchema user(String moreFields) {
    return new AvroSchema(
        """
        {"type": "record", "name": "User", "namespace": "example",
         "fields": [{"name": "name", "type": "string"}%s]}\
        """
            .formatted(moreFields));
  }

  private static String field(String name) {
    return "{\"name\": \"%s\", \"type\": \"int\", \"default\": 0}"
        .formatted(name.replaceAll("\\W", ""));
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(
      ThrowingCallable call, int status, int code) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RestClientException.class,
            refusal -> {
              assertThat(refusal.getStatus()).isEqualTo(status);
              assertThat(refusal.getErrorCode()).isEqualTo(code);
            });
  }
}
