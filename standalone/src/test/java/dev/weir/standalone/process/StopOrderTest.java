package dev.weir.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.identity.KeyText;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.governance.stop.Stop;
import dev.weir.governance.stop.StopScope;
import dev.weir.schemas.log.LogConnection;
import dev.weir.standalone.broker.EmbeddedBroker;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.control.NewKey;
import dev.weir.standalone.registry.SchemaRegistryServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An order to stop on two proxies of one log, with streams that run on both. */
@Timeout(120)
final class StopOrderTest {

  private static final KeyEncryptionKey SECRET = new KeyEncryptionKey(new byte[32]);
  private static final TeamId SEARCH = new TeamId("search");
  private static final int STREAMS_PER_PROXY = 20;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final StopScope SCOPE = new StopScope(StopScope.Kind.TEAM, "search");
  private static final String POLICY =
      """
      organisation: acme
      providers:
        echo: {builtin: echo}
      models:
        echo-small: {provider: echo}
      teams:
        search: {}
        ads: {}
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<URI> gateways = new ArrayList<>();
  private final Closing closing = new Closing();
  private ControlPlane control;
  private KeyText key;
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
    key = control.createKey(NewKey.of(SEARCH));
    for (WeirProcess process : processes) {
      gateways.add(process.startProxy(log, SECRET, process.startEcho()));
    }
    gateways.forEach(gateway -> await(gateway, 200));
  }

  @AfterEach
  void stop() {
    closing.close();
    client.close();
  }

  @Test
  void endsStreamsAndRefusesRequestsOnEveryProxyWithinASecond() throws Exception {
    List<Running> streams = new ArrayList<>();
    for (URI gateway : gateways) {
      for (int i = 0; i < STREAMS_PER_PROXY; i++) {
        streams.add(new Running(gateway));
      }
    }
    for (Running each : streams) {
      assertThat(each.begun.await(30, TimeUnit.SECONDS)).isTrue();
    }

    long before = System.nanoTime();
    control
        .stops()
        .give(new Stop(SCOPE, "an agent runs away", Instant.now(), "test", Optional.empty()));
    long ordered = System.nanoTime();
    print("to look the team up and write the order", ordered - before);

    for (URI gateway : gateways) {
      HttpResponse<String> answer = await(gateway, 403);
      long refused = System.nanoTime() - ordered;
      assertThat(answer.body()).contains("\"stopped\"", "an agent runs away");
      assertThat(refused).isLessThan(TimeUnit.SECONDS.toNanos(1));
      print("from the command's return until " + gateway + " refuses", refused);
    }
    for (URI gateway : gateways) {
      long last = Long.MIN_VALUE;
      for (Running each : streams) {
        if (each.gateway.equals(gateway)) {
          assertThat(each.over.await(30, TimeUnit.SECONDS)).isTrue();
          assertThat(each.text()).contains("\"stopped\"").doesNotContain("[DONE]");
          last = Math.max(last, each.endedAt.get() - ordered);
        }
      }
      assertThat(last).isLessThan(TimeUnit.SECONDS.toNanos(1));
      print(
          "from the command's return until the last of %d streams of %s ended"
              .formatted(STREAMS_PER_PROXY, gateway),
          last);
    }
  }

  @Test
  void servesAgainWhenTheOrderIsTakenBackOrItsTimeIsOver() {
    Instant now = Instant.now();
    control.stops().give(new Stop(SCOPE, "", now, "test", Optional.of(now.plusSeconds(3))));
    gateways.forEach(gateway -> await(gateway, 403));
    gateways.forEach(gateway -> await(gateway, 200));

    control.stops().give(new Stop(SCOPE, "", Instant.now(), "test", Optional.empty()));
    gateways.forEach(gateway -> await(gateway, 403));
    assertThat(control.stops().takeBack(SCOPE)).isTrue();
    gateways.forEach(gateway -> await(gateway, 200));
  }

  private static void print(String what, long nanos) {
    System.out.println(TimeUnit.NANOSECONDS.toMillis(nanos) + " ms " + what);
  }

  private HttpRequest ask(URI gateway, String text) {
    return HttpRequest.newBuilder(gateway.resolve("/v1/chat/completions"))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + key.reveal())
        .header("Content-Type", "application/json")
        .POST(
            BodyPublishers.ofString(
                "{\"model\":\"echo-small\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\""
                    + text
                    + "\"}]}"))
        .build();
  }

  private HttpResponse<String> await(URI gateway, int status) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (true) {
      HttpResponse<String> answer =
          client.sendAsync(ask(gateway, "hi"), BodyHandlers.ofString()).join();
      if (answer.statusCode() == status) {
        return answer;
      }
      assertThat(System.nanoTime()).as("in vain; the last answer: %s", answer).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }

  /** A stream that would last for long, and who reads it. */
  private final class Running {

    final URI gateway;
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch over = new CountDownLatch(1);
    final AtomicLong endedAt = new AtomicLong();
    private final StringBuilder read = new StringBuilder();

    Running(URI gateway) {
      this.gateway = gateway;
      Thread.ofVirtual().start(this::read);
    }

    private void read() {
      var answer =
          client
              .sendAsync(ask(gateway, "!slow " + "word ".repeat(400)), BodyHandlers.ofInputStream())
              .join();
      try (var lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          read.append(line).append('\n');
          begun.countDown();
        }
        endedAt.set(System.nanoTime());
        over.countDown();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Once it is over. */
    String text() {
      return read.toString();
    }
  }
}
