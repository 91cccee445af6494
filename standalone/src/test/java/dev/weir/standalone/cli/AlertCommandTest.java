package dev.weir.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.Sighting;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.topic.Topic;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.control.ControlLog;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.process.WeirProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alerts from the command line, with a real broker and the real processors. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertCommandTest {

  private static final KeyEncryptionKey INSTALLATION = new KeyEncryptionKey(new byte[32]);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");

  private final JsonMapper json = new JsonMapper();
  private Path folder = Path.of("");
  private WeirProcess process;
  private LogConnection log;

  private record Ran(int exitCode, String out, String err) {}

  @BeforeAll
  void start(@TempDir Path given) {
    folder = given;
    var settings =
        Map.of(
            "data", folder.toString(),
            "processors.admin-port", "0",
            "kafka.embedded-port", "0",
            "registry.embedded-port", "0");
    process = WeirProcess.open(WeirConfig.load(Optional.empty(), settings, Map.of()), "up");
    log = process.startLog();
    try (ControlPlane control = process.control(log, INSTALLATION)) {
      control.apply("organisation: acme\nproviders: {}\nmodels: {}\nteams: {ads: {}}\n", "test");
    }
    process.startProcessors(log, INSTALLATION);
  }

  @AfterAll
  void stop() {
    process.close();
  }

  @Test
  void takesAnAlertInHandFromItsOpeningToItsEnd() throws Exception {
    see("search", "secret", "github-token/00", 4);
    String id = "secret/search/github-token/00/" + AT;
    assertThat(awaitAlert(id).get("status").asText()).isEqualTo("new");

    Ran acknowledged = run("ack", id, "--by=kim", "--note=rotating it");
    assertThat(acknowledged.out()).isEqualTo(id + " is acknowledged\n");
    assertThat(acknowledged.err()).isEmpty();
    assertThat(run("assign", "secret/search", "lee", "--by=kim").err()).isEmpty();

    JsonNode shown = json.readTree(run("show", id).out());
    assertThat(shown.get("assignee").asText()).isEqualTo("lee");
    assertThat(shown.get("changedBy").asText()).isEqualTo("kim");
    assertThat(shown.get("severity").asText()).isEqualTo("high");
    assertThat(run("list", "--team=search").out())
        .contains("high", "acknowledged", "lee", id, "Secret in a prompt");

    assertThat(run("close", id).out()).isEqualTo(id + " is closed\n");
    assertThat(run("list", "--team=search").out().lines()).hasSize(1);
    assertThat(run("list", "--team=search", "--all").out()).contains(id);
    Ran again = run("ack", id);
    assertThat(again.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(again.err()).contains("is over; what is seen now opens a new alert");
  }

  @Test
  void keepsAFalsePositiveAwayUntilItIsTakenBack() throws Exception {
    see("ads", "pii", "email-address", 3);
    String id = "pii/ads/email-address/" + AT;
    awaitAlert(id);

    assertThat(run("false-positive", id, "--note=a list of shops", "--by=kim").out())
        .isEqualTo(id + " is false-positive\n");
    assertThat(run("muted").out())
        .containsPattern("pii +ads +email-address +\\S+ +\\d{4}-\\S+Z +kim +a list of shops");
    assertThat(run("false-positive", id, "--for-ever", "--by=kim").exitCode())
        .isEqualTo(ExitCode.OK);
    assertThat(run("muted").out()).containsPattern("pii +ads +email-address +\\S+ +- +kim");
    assertThat(run("list", "--team=ads").out().lines()).hasSize(1);

    assertThat(run("reopen", id).out())
        .isEqualTo(
            "alerts of type pii with subject 'email-address' of team 'ads' are raised again\n");
    assertThat(run("muted").out()).doesNotContain("email-address");
    assertThat(run("reopen", id).err()).contains("is over");
  }

  @Test
  void saysWhichAlertItDoesNotKnow() {
    Ran ran = run("close", "nothing");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.err()).contains("there is no alert 'nothing'; 'weir alert list --all' names");
    assertThat(run("ack", "x", "--note=two\nlines").exitCode()).isEqualTo(ExitCode.UNUSABLE);
  }

  private void see(String team, String type, String subject, int severity) {
    try (ControlLog control = ControlLog.connect(log, InstantSource.system())) {
      control.write(
          Topic.SIGHTINGS,
          team,
          AlertSource.newBuilder()
              .setSighting(
                  Sighting.newBuilder()
                      .setEventId(type + '/' + subject + "/r1")
                      .setTime(AT)
                      .setOrganisation("acme")
                      .setTeam(team)
                      .setType(type)
                      .setSubject(subject)
                      .setSeverityId(severity)
                      .setTitle("Secret in a prompt")
                      .setDescription("Secret in a prompt of team " + team)
                      .setRequestId("r1")
                      .build())
              .build());
    }
  }

  private JsonNode awaitAlert(String id) throws IOException {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (true) {
      for (String line : run("list", "-o", "json").out().lines().toList()) {
        JsonNode alert = json.readTree(line);
        if (alert.get("id").asText().equals(id)) {
          return alert;
        }
      }
      assertThat(System.nanoTime()).as("no alert " + id).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  private Ran run(String... args) {
    List<String> all = new ArrayList<>(List.of("alert"));
    all.addAll(List.of(args));
    all.add("--data=" + folder);
    all.add("--bootstrap-servers=" + log.bootstrapServers());
    all.add("--registry=" + log.registryUrl());
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Main.run(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
