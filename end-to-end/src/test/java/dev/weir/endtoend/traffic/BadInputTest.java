package dev.weir.endtoend.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.endtoend.log.Ledger;
import dev.weir.endtoend.log.LogReader;
import dev.weir.endtoend.process.Eventually;
import dev.weir.endtoend.process.Installation;
import dev.weir.endtoend.process.WeirProcess;
import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Decision;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import dev.weir.schemas.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in, the caller gets a clear answer, the log a record, and nothing hangs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputTest {

  private static final Duration SOON = Duration.ofMinutes(3);

  private Installation installation;
  private WeirProcess.Running weir;
  private String key = "";

  @BeforeAll
  void start(@TempDir Path folder) {
    installation = Installation.in(folder);
    weir = installation.start("up", "one", "--policy=" + installation.policy()).running();
    key = installation.key("search", "one");
  }

  @AfterAll
  void stop() {
    installation.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"model\":\"echo-small\"",
        "{\"model\":7,\"messages\":[]}",
        "{\"model\":\"echo-small\",\"messages\":\"no list\"}",
        "{\"messages\":[]}",
        "{\"model\":\"echo-small\",\"stream\":\"yes\",\"messages\":[]}",
        "{\"model\":\"a\",\"model\":\"echo-small\",\"messages\":[]}"
      })
  void refusesABodyThatIsNoChatRequest(String body) throws IOException {
    String answer = ask(bytes(body));

    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .contains("\"error\"")
        .contains("invalid_request");
  }

  @Test
  void refusesInvalidUtf8() throws IOException {
    byte[] body =
        "{\"model\":\"echo-small\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
            .getBytes(StandardCharsets.UTF_8);
    body[body.length - 5] = (byte) 0xff;

    assertThat(ask(body)).startsWith("HTTP/1.1 400 ").contains("invalid_request");
  }

  @Test
  void refusesAFiftyMegabyteBodyThatSaysSo() throws IOException {
    try (RawHttp http = new RawHttp(Installation.gateway(weir))) {
      assertThat(http.send(RawHttp.post(key, 50 << 20)).sendUntilRefused(50 << 20).answer())
          .startsWith("HTTP/1.1 413 ")
          .contains("request_too_large");
    }
  }

  @Test
  void refusesAHeaderBomb() throws IOException {
    try (RawHttp http = new RawHttp(Installation.gateway(weir))) {
      String bomb = "X-Bomb: " + "x".repeat(200_000) + "\r\n";
      http.send("GET /v1/models HTTP/1.1\r\nHost: weir\r\nConnection: close\r\n");

      assertThat(http.sendUntilRefusedText(bomb).answer()).startsWith("HTTP/1.1 431 ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "!garbage,502",
    "!html,502",
    "!half,502",
    "!stall,504",
  })
  void turnsWhatIsNoAnswerIntoAClearError(String directive, int status) throws IOException {
    String answer = ask(chat(directive, false));

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("\"error\"");
    assertThat(answer).doesNotContain("127.0.0.1").doesNotContain("Exception");
  }

  @Test
  void endsAStreamThatTheProviderCutWithAnErrorEvent() throws IOException {
    String answer = ask(chat("!cut", true));

    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\"error\"").doesNotContain("[DONE]");
    Eventually.await("the cut to be recorded", SOON, () -> counted(Outcome.UPSTREAM_FAILED));
  }

  @Test
  void countsACallerThatHangsUp() throws IOException {
    try (RawHttp http = new RawHttp(Installation.gateway(weir))) {
      byte[] body = chat("!slow tell me", true);
      http.send(RawHttp.post(key, body.length)).send(body);
      http.awaitText("data:");
    }

    Eventually.await("the hang-up to be counted", SOON, () -> counted(Outcome.CANCELLED));
    Eventually.await("the provider to see it", SOON, () -> installation.echo().hungUp() > 0);
  }

  @Test
  void recordsWhoWasNotLetIn() throws IOException {
    try (RawHttp http = new RawHttp(Installation.gateway(weir));
        LogReader log = Installation.log(weir)) {
      http.send(RawHttp.post("wk_nobody_" + "A".repeat(43), 2)).send("{}");

      assertThat(http.answer()).startsWith("HTTP/1.1 401 ");
      Eventually.await(
          "the refusal to be recorded",
          SOON,
          () ->
              log.<Admission>values(Topic.ADMISSIONS).stream()
                  .anyMatch(
                      each -> each.getStatus() == 401 && each.getDecision() == Decision.REFUSED));
    }
  }

  @Test
  void everyExchangeStillAddsUp() {
    try (LogReader log = Installation.log(weir)) {
      Ledger.settled(log, SOON).assertAddsUp();
    }
  }

  @Test
  void showsNoContentWhateverComesIn() throws IOException {
    String content = "a very particular sentence";
    ask(chat(content, false));
    ask(chat(content, true));
    for (String directive : List.of("!garbage", "!html", "!half", "!500", "!429", "!cut", "!pii")) {
      ask(chat(directive + " " + content, false));
      ask(chat(directive + " " + content, true));
    }
    ask(bytes("{\"model\":\"echo-small\",\"messages\":\"" + content + "\"}"));
    ask(bytes("{\"model\":\"echo-small\"," + content));
    ask(
        bytes(
            "{\"model\":\"nobody\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + content
                + "\"}]}"));

    installation
        .exposure()
        .with(weir.address("admin"))
        .with(weir.address("processors"))
        .with(weir.address("sinks"))
        .assertHides(List.of("weir.log"), content, key, key.substring(key.lastIndexOf('_') + 1));
  }

  private boolean counted(Outcome outcome) {
    try (LogReader log = Installation.log(weir)) {
      return log.<Usage>values(Topic.TOKEN_COUNTS).stream()
          .anyMatch(usage ->
              usage.getOutcome() == outcome
                  && usage.getUsageSource() == UsageSource.ESTIMATED
                  && Ledger.tokens(usage) > 0);
    }
  }

  private static byte[] chat(String text, boolean stream) {
    return bytes(
        "{\"model\":\"echo-small\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(stream, text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String ask(byte[] body) throws IOException {
    try (RawHttp http = new RawHttp(Installation.gateway(weir))) {
      return http.send(RawHttp.post(key, body.length)).send(body).answer();
    }
  }
}
