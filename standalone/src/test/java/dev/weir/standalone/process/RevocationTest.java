package dev.weir.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.identity.KeyText;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.log.LogConnection;
import dev.weir.standalone.broker.EmbeddedBroker;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.control.NewKey;
import dev.weir.standalone.registry.SchemaRegistryServer;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys on two proxies of one log: what the control plane writes holds on both at once. */
@Timeout(120)
final class RevocationTest {

  private static final KeyEncryptionKey SECRET = new KeyEncryptionKey(new byte[32]);
  private static final TeamId SEARCH = new TeamId("search");
  private static final Duration SOON = Duration.ofSeconds(30);
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
  private final List<URI> gateways = new ArrayList<>();
  private final Closing closing = new Closing();
  private ControlPlane control;
  @TempDir private Path folder;

  @BeforeEach
  void start() {
    EmbeddedBroker broker = closing.add("broker", EmbeddedBroker.start(folder.resolve("log"), 0));
    var registry =
        closing.add("registry", SchemaRegistryServer.start(broker.bootstrapServers(), 0));
    List<WeirProcess> processes =
        Stream.of("north", "south")
            .map(id ->
                Map.of(
                    "data",
                    folder.resolve(id).toString(),
                    "port",
                    "0",
                    "admin-port",
                    "0",
                    "proxy.id",
                    id,
                    "kafka.bootstrap-servers",
                    broker.bootstrapServers(),
                    "registry.url",
                    registry.uri().toString()))
            .map(settings -> WeirConfig.load(Optional.empty(), settings, Map.of()))
            .map(config -> closing.add("process", WeirProcess.open(config, "proxy")))
            .toList();
    LogConnection log = processes.getFirst().startLog();
    control = closing.add("control", processes.getFirst().control(log, SECRET));
    control.apply(POLICY, "test");
    for (WeirProcess process : processes) {
      gateways.add(process.startProxy(log, SECRET, process.startEcho()));
    }
  }

  @AfterEach
  void stop() {
    closing.close();
    client.close();
  }

  @Test
  void aRevokedKeyServesNowhereAfterOneSecond(TestReporter report) {
    KeyText key = control.createKey(NewKey.of(SEARCH));
    for (URI gateway : gateways) {
      await(gateway, key, SOON, answer -> answer.statusCode() == 200);
    }

    long before = System.nanoTime();
    assertThat(control.revoke(key.keyId())).isTrue();

    for (URI gateway : gateways) {
      HttpResponse<String> answer =
          await(gateway, key, SOON, response -> response.statusCode() == 401);
      Duration taken = Duration.ofNanos(System.nanoTime() - before);
      report.publishEntry("ms until " + gateway + " refuses", Long.toString(taken.toMillis()));
      assertThat(taken).isLessThan(Duration.ofSeconds(1));
      assertThat(answer.body()).contains("\"revoked_api_key\"");
    }
  }

  @Test
  void aKeyEndsByItselfWhenItsTimeIsOver() {
    KeyText key =
        control.createKey(
            new NewKey(
                SEARCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Instant.now().plusSeconds(3)),
                List.of()));

    for (URI gateway : gateways) {
      HttpResponse<String> answer =
          await(gateway, key, SOON, response -> response.body().contains("\"expired_api_key\""));
      assertThat(answer.statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aKeyInAQueryStandsInNoLogAndNoRecord() throws Exception {
    KeyText key = control.createKey(NewKey.of(SEARCH));
    await(gateways.getFirst(), key, SOON, answer -> answer.statusCode() == 200);

    for (String path : List.of("/v1/models?key=", "/v1/none?key=", "/v1/models/a%2zb?key=")) {
      try (var socket =
          new Socket(InetAddress.getLoopbackAddress(), gateways.getFirst().getPort())) {
        socket
            .getOutputStream()
            .write(
                ("GET "
                        + path
                        + key.reveal()
                        + " HTTP/1.1\r\nHost: weir\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .startsWith("HTTP/1.1 ")
            .doesNotContain(key.secret());
      }
    }
    closing.close();

    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(key.secret());
      }
    }
  }

  private HttpResponse<String> await(
      URI gateway, KeyText key, Duration atMost, Predicate<HttpResponse<String>> condition) {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve("/v1/models"))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Bearer " + key.reveal())
            .build();
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      HttpResponse<String> answer = client.sendAsync(request, BodyHandlers.ofString()).join();
      if (condition.test(answer)) {
        return answer;
      }
      assertThat(System.nanoTime()).as("in vain; the last answer: %s", answer).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
