package dev.weir.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.identity.KeyText;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.governance.privacy.SecretFingerprints;
import dev.weir.schemas.log.LogConnection;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.control.NewKey;
import dev.weir.standalone.trace.SecretSighting;
import dev.weir.standalone.trace.SecretTrace;
import dev.weir.standalone.trace.SoughtSecrets;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A secret on its way through a whole Weir: it can be traced, and it is written down nowhere. */
@Timeout(180)
final class SecretCanaryTest {

  private static final KeyEncryptionKey INSTALLATION = new KeyEncryptionKey(new byte[32]);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String CANARY = "ghp_" + "R7kQ2mXv9LpT4sWn8YbC3dFg6HjZ1aKe5UoM";
  private static final String POLICY =
      """
      organisation: acme
      providers:
        echo: {builtin: echo}
      models:
        echo-small: {provider: echo}
      teams:
        search: {}
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Closing closing = new Closing();
  private final Footprints footprints = new Footprints();
  private final List<URI> metrics = new ArrayList<>();
  private LogConnection log;
  private KeyText key;
  private URI gateway;
  @TempDir private Path folder;

  @BeforeEach
  void start() {
    var settings =
        Map.of(
            "data",
            folder.toString(),
            "port",
            "0",
            "admin-port",
            "0",
            "processors.admin-port",
            "0",
            "kafka.embedded-port",
            "0",
            "registry.embedded-port",
            "0");
    WeirConfig config = WeirConfig.load(Optional.empty(), settings, Map.of());
    WeirProcess process = closing.add("process", WeirProcess.open(config, "up"));
    log = process.startLog();
    ControlPlane control = closing.add("control", process.control(log, INSTALLATION));
    control.apply(POLICY, "test");
    key = control.createKey(NewKey.of(new TeamId("search")));
    metrics.add(process.startProcessors(log, INSTALLATION));
    gateway = process.startProxy(log, INSTALLATION, process.startEcho());
    metrics.add(process.publishAddresses(log).other(Addresses.ADMIN).orElseThrow());
  }

  @AfterEach
  void stop() {
    closing.close();
    client.close();
    footprints.close();
  }

  @Test
  void isFoundByItsKeyedHashAndStandsInNoRecordNoLogLineAndNoMetric() throws Exception {
    HttpResponse<String> answer = ask("Is " + CANARY + " still valid?");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);

    SecretSighting sighting = awaitSighting();

    assertThat(sighting.team()).isEqualTo("search");
    assertThat(sighting.rule()).isEqualTo("github-token");
    assertThat(sighting.place()).isEqualTo("/messages/0/content");
    String shown = Footprints.records(log) + footprints.lines() + scraped();
    assertThat(shown).contains("github-token");
    for (String each : forms()) {
      assertThat(shown.contains(each)).as("a form of the canary of %d", each.length()).isFalse();
    }
  }

  private HttpResponse<String> ask(String text) {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve("/v1/chat/completions"))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Bearer " + key.reveal())
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"model\":\"echo-small\",\"messages\":[{\"role\":\"user\",\"content\":\""
                        + text
                        + "\"}]}"))
            .build();
    long deadline = System.nanoTime() + SOON.toNanos();
    while (true) {
      HttpResponse<String> answer = client.sendAsync(request, BodyHandlers.ofString()).join();
      if (answer.statusCode() == 200 || System.nanoTime() > deadline) {
        return answer;
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private SecretSighting awaitSighting() {
    SoughtSecrets sought = SoughtSecrets.in(CANARY, new SecretFingerprints(INSTALLATION));
    long deadline = System.nanoTime() + SOON.toNanos();
    while (true) {
      SecretTrace trace = SecretTrace.follow(log, sought, Instant.EPOCH, 10);
      if (trace.total() > 0) {
        return trace.sightings().getFirst();
      }
      assertThat(System.nanoTime()).as("never found").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  /** The canary and its plain hashes as they might be written. */
  private static List<String> forms() throws Exception {
    List<String> forms = new ArrayList<>(List.of(CANARY, CANARY.substring(4)));
    for (String algorithm : List.of("SHA-256", "SHA-1", "MD5")) {
      byte[] hash =
          MessageDigest.getInstance(algorithm).digest(CANARY.getBytes(StandardCharsets.UTF_8));
      forms.add(new String(hash, StandardCharsets.ISO_8859_1));
      forms.add(HexFormat.of().formatHex(hash));
      forms.add(HexFormat.of().formatHex(hash).toUpperCase(Locale.ROOT));
      forms.add(Base64.getEncoder().encodeToString(hash));
    }
    return forms;
  }

  private String scraped() {
    var all = new StringBuilder();
    for (URI each : metrics) {
      HttpRequest request = HttpRequest.newBuilder(each.resolve("/metrics")).build();
      all.append(client.sendAsync(request, BodyHandlers.ofString()).join().body());
    }
    assertThat(all).contains("weir_processors_alerts");
    return all.toString();
  }
}
