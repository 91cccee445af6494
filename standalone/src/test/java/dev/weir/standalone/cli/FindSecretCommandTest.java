package dev.weir.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.governance.privacy.SecretFingerprints;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.Evidence;
import dev.weir.schemas.event.Sighting;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.log.TopicKeeper;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import dev.weir.standalone.broker.EmbeddedBroker;
import dev.weir.standalone.registry.SchemaRegistryServer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where secrets went, asked of a real broker. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FindSecretCommandTest {

  private static final String SECRET = "ghp_" + "R7kQ2mXv9LpT4sWn8YbC3dFg6HjZ1aKe5UoM";
  private static final byte[] KEY = new byte[KeyEncryptionKey.LENGTH_BYTES];

  private Path folder = Path.of("");
  private Path config = Path.of("");
  private InputStream before = InputStream.nullInputStream();
  private EmbeddedBroker broker;
  private SchemaRegistryServer registry;

  private record Ran(int exitCode, String out, String err) {}

  @BeforeAll
  void start(@TempDir Path given) throws Exception {
    folder = given;
    config =
        Files.writeString(
            folder.resolve("weir.yaml"),
            "key-encryption-key: " + Base64.getEncoder().encodeToString(KEY) + "\n");
    broker = EmbeddedBroker.start(folder.resolve("log"), 0);
    registry = SchemaRegistryServer.start(broker.bootstrapServers(), 0);
    LogConnection log =
        new LogConnection(broker.bootstrapServers(), registry.uri(), "weir.", Map.of());
    TopicKeeper.ensure(log, 3);
    var fingerprints = new SecretFingerprints(new KeyEncryptionKey(KEY));
    try (var serdes = new EventSerdes(log);
        var producer =
            new KafkaProducer<String, AlertSource>(
                log.clientProperties(),
                new StringSerializer(),
                serdes.<AlertSource>serializer(Topic.SIGHTINGS))) {
      for (Sighting each :
          List.of(
              sighting("r1", "2026-11-20T10:00:00Z", fingerprints.of(SECRET)),
              sighting("r2", "2026-11-22T10:00:00Z", fingerprints.of(SECRET)),
              sighting("r3", "2026-11-22T11:00:00Z", fingerprints.of("another")))) {
        var _ =
            producer
                .send(
                    new ProducerRecord<>(
                        log.topic(Topic.SIGHTINGS),
                        null,
                        each.getTime().toEpochMilli(),
                        each.getTeam(),
                        AlertSource.newBuilder().setSighting(each).build()))
                .get();
      }
    }
  }

  @AfterAll
  void stop() {
    registry.close();
    broker.close();
  }

  @BeforeEach
  void keep() {
    before = System.in;
  }

  @AfterEach
  void restore() {
    System.setIn(before);
  }

  @Test
  void listsTheExchangesThatHeldTheSecretTheNewestFirst() {
    Ran ran = run(SECRET + "\n");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(ran.out().lines())
        .hasSize(3)
        .satisfiesExactly(
            it -> assertThat(it).matches("TIME +TEAM +REQUEST +MODEL +RULE +PLACE +FROM +TO"),
            it ->
                assertThat(it)
                    .matches(
                        "2026-11-22T10:00:00Z +search +r2 +echo-small +github-token"
                            + " +/messages/0/content +4 +44"),
            it -> assertThat(it).contains("r1"));
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void tellsProgramsTheSame() {
    assertThat(run(SECRET, "--since=2026-11-21T00:00:00Z", "-o", "json").out())
        .isEqualTo(
            "{\"time\":\"2026-11-22T10:00:00Z\",\"organisation\":\"acme\",\"team\":\"search\","
                + "\"requestId\":\"r2\",\"model\":\"echo-small\",\"rule\":\"github-token\","
                + "\"place\":\"/messages/0/content\",\"start\":4,\"end\":44}\n");
  }

  @Test
  void findsTheSecretOfALineOfSettings() {
    assertThat(run("export GITHUB_TOKEN=\"" + SECRET + "\"\n").exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void showsTheNewestAndSaysHowManyMoreThereAre() {
    Ran ran = run(SECRET, "-n", "1");

    assertThat(ran.out()).contains("r2").doesNotContain("r1 ");
    assertThat(ran.err()).isEqualTo("weir: 1 older ones; -n shows more\n");
  }

  @Test
  void exitsWithOneWhereTheSecretWasFoundNowhere() {
    String other = SECRET.replace("R7k", "R8k");

    Ran ran = run(other);

    assertThat(ran.exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isEqualTo("weir: found in no exchange that the log knows\n");
  }

  @Test
  void neverRepeatsASecretThatWasGivenAsAnArgument() {
    Ran ran = run("", SECRET);

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.out() + ran.err()).contains("standard input").doesNotContain(SECRET);
  }

  @Test
  void refusesNothingAndTooMuch() {
    assertThat(run("\n").err()).contains("standard input is empty");
    assertThat(run("x".repeat(70_000)).err()).contains("holds more than 65536 bytes");
  }

  private static Sighting sighting(String requestId, String at, byte[] hash) {
    return Sighting.newBuilder()
        .setEventId("secret/github-token/" + requestId)
        .setSubject("github-token/00")
        .setSeverityId(4)
        .setTime(Instant.parse(at))
        .setTitle("Secret in a prompt")
        .setDescription("Secret in a prompt of team search: found 1 time(s)")
        .setType("secret")
        .setOrganisation("acme")
        .setTeam("search")
        .setRequestId(requestId)
        .setModel("echo-small")
        .setEvidence(
            List.of(
                Evidence.newBuilder()
                    .setType("secret")
                    .setSurface("/messages/0/content")
                    .setStart(4)
                    .setEnd(44)
                    .setScore(0.95)
                    .setRule("github-token")
                    .setKeyedHash(ByteBuffer.wrap(hash))
                    .build()))
        .build();
  }

  private Ran run(String input, String... args) {
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    List<String> all = new ArrayList<>(List.of("find-secret"));
    all.addAll(List.of(args));
    all.add("--config=" + config);
    all.add("--data=" + folder.resolve("data"));
    all.add("--bootstrap-servers=" + broker.bootstrapServers());
    all.add("--registry=" + registry.uri());
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Main.run(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
