package dev.weir.standalone.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real socket. */
class EchoServerTest {

  static {
    // A pooled connection that the server has just closed is tried again, for POST as well.
    System.setProperty("jdk.httpclient.enableallmethodretry", "true");
  }

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private EchoServer echo;

  @BeforeEach
  void start() throws IOException {
    echo = started(10_000);
  }

  @AfterEach
  void stop() {
    client.shutdownNow();
    echo.close();
  }

  @Test
  void repeatsWhatItWasToldAndCountsEveryMessage() throws Exception {
    JsonNode answer =
        json(
            ask(
                """
                {"model":"echo-small","messages":[
                  {"role":"system","content":"12345"},{"role":"user","content":"hello"}]}
                """));

    assertThat(answer.at("/choices/0/message/content").textValue()).isEqualTo("You said: hello");
    assertThat(answer.at("/choices/0/finish_reason").textValue()).isEqualTo("stop");
    assertThat(answer.at("/created").longValue()).isEqualTo(NOON.instant().getEpochSecond());
    assertThat(usage(answer)).containsExactly(4L, 4L, 8L);
  }

  @Test
  void givesTheSameCountsInAStreamAndEndsIt() throws Exception {
    List<String> events =
        events(
            """
            {"model":"echo-small","stream":true,"stream_options":{"include_usage":true},
             "messages":[{"role":"user","content":"hello"}]}
            """);

    assertThat(events).hasSize(1 + 4 + 1 + 1 + 1).last().isEqualTo("[DONE]");
    assertThat(events.subList(0, 6)).allMatch(event -> event.contains("\"usage\":null"));
    assertThat(text(events.subList(0, 6))).isEqualTo("You said: hello");
    JsonNode last = JSON.readTree(events.get(6));
    assertThat(last.path("choices")).isEmpty();
    assertThat(usage(last)).containsExactly(2L, 4L, 6L);
  }

  @Test
  void saysNothingOfUsageInAStreamThatDidNotAsk() throws Exception {
    assertThat(events(stream("hello"))).hasSize(1 + 4 + 1 + 1).noneMatch(e -> e.contains("usage"));
  }

  @Test
  void stopsAtTheCallersLimit() throws Exception {
    JsonNode answer =
        json(
            ask(
                """
                {"model":"echo-large","max_completion_tokens":3,
                 "messages":[{"role":"user","content":"hello"}]}
                """));

    assertThat(answer.at("/choices/0/finish_reason").textValue()).isEqualTo("length");
    assertThat(usage(answer)).containsExactly(2L, 3L, 5L);
  }

  @Test
  void listsItsModels() throws Exception {
    HttpResponse<String> answer =
        client.send(request("/v1/models").build(), BodyHandlers.ofString());

    assertThat(json(answer).at("/data").findValuesAsText("id"))
        .containsExactly("echo-small", "echo-large");
  }

  @Test
  void callsTheOfferedToolAndThenRepeatsItsResult() throws Exception {
    JsonNode call =
        json(
            ask(
                """
                {"model":"echo-small","messages":[{"role":"user","content":"!tool {\\"city\\":\\"Ulm\\"}"}],
                 "tools":[{"type":"function","function":{"name":"weather"}}]}
                """));
    JsonNode answer =
        json(
            ask(
                """
                {"model":"echo-small","messages":[{"role":"user","content":"!tool"},
                 {"role":"tool","tool_call_id":"1","content":"rain"}],
                 "tools":[{"type":"function","function":{"name":"weather"}}]}
                """));

    assertThat(call.at("/choices/0/finish_reason").textValue()).isEqualTo("tool_calls");
    assertThat(call.at("/choices/0/message/tool_calls/0/function/name").textValue())
        .isEqualTo("weather");
    assertThat(call.at("/choices/0/message/tool_calls/0/function/arguments").textValue())
        .isEqualTo("{\"city\":\"Ulm\"}");
    assertThat(answer.at("/choices/0/message/content").textValue())
        .isEqualTo("The tool said: rain");
  }

  @Test
  void failsWithTheStatusThatIsAskedFor() throws Exception {
    HttpResponse<String> limited = ask(plain("!429 please"));
    HttpResponse<String> broken = ask(plain("hello").replace("small", "small-500"));

    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("retry-after")).hasValue("1");
    assertThat(json(limited).at("/error/code").textValue()).isEqualTo("rate_limit_exceeded");
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(json(broken).at("/error/type").textValue()).isEqualTo("server_error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"!cut", "!pause", "!stall"})
  void hangsUpInTheMiddle(String directive) {
    assertThatThrownBy(() -> ask(plain(directive))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ask(stream(directive))).isInstanceOf(IOException.class);
  }

  @Test
  void sendsHalfAStreamBeforeItBreaks() throws Exception {
    HttpResponse<InputStream> answer =
        client.send(chat(stream("!cut abcdefgh")), BodyHandlers.ofInputStream());

    byte[] begin = answer.body().readNBytes(5);

    assertThat(begin).asString().isEqualTo("data:");
    assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
  }

  @Test
  void sendsWhatIsNoAnswer() throws Exception {
    assertThat(ask(plain("!html")).headers().firstValue("content-type")).hasValue("text/html");
    assertThatThrownBy(() -> JSON.readTree(ask(plain("!garbage")).body()))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> JSON.readTree(ask(plain("!half")).body()))
        .isInstanceOf(IOException.class);
    assertThat(events(stream("!half"))).doesNotContain("[DONE]");
  }

  @Test
  void leaksPersonalDataWhenAsked() throws Exception {
    assertThat(ask(plain("!pii")).body()).contains("4111 1111 1111 1111", "jane.doe@example.com");
  }

  @Test
  void countsCallersWhoHangUp() throws Exception {
    byte[] body = stream("!slow " + "many words ".repeat(700)).getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: %d\r\n\r\n"
            .formatted(body.length);
    // A client library may hand a cancelled answer back before it closes the connection.
    try (var socket = new Socket(echo.uri().getHost(), echo.uri().getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(body);
      assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("HTTP/");
    }

    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (echo.hungUp() == 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    assertThat(echo.hungUp()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"messages\":[]}",
        "{\"model\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
        "{\"model\":\"echo-small\",\"messages\":[]}",
        "{\"model\":\"echo-small\",\"messages\":[7]}",
        "{\"model\":\"echo-small\",\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
        "{\"model\":\"echo-small\",\"max_tokens\":0,\"messages\":[{\"role\":\"user\"}]}"
      })
  void refusesABodyThatItCannotRead(String body) throws Exception {
    HttpResponse<String> answer = ask(body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).at("/error/type").textValue()).isEqualTo("invalid_request_error");
  }

  @Test
  void refusesABodyAboveItsLimit() throws Exception {
    assertThat(ask(plain("x".repeat(10_000))).statusCode()).isEqualTo(413);
  }

  @Test
  void knowsOnlyItsOwnModelsAndPaths() throws Exception {
    HttpResponse<String> elsewhere =
        client.send(request("/v1/else").build(), BodyHandlers.ofString());

    assertThat(ask(plain("hi").replace("echo-small", "gpt")).statusCode()).isEqualTo(404);
    assertThat(ask(plain("hi").replace("small", "small-nonsense")).statusCode()).isEqualTo(404);
    assertThat(elsewhere.statusCode()).isEqualTo(404);
  }

  @Test
  void saysThatThePortIsTaken() {
    assertThatThrownBy(() -> EchoServer.start(EchoConfig.onLoopback(echo.port()), NOON))
        .isInstanceOf(IOException.class);
  }

  private static EchoServer started(int bodyMaxBytes) throws IOException {
    return EchoServer.start(
        new EchoConfig(
            EchoConfig.LOOPBACK, 0, bodyMaxBytes, 100, Duration.ofMillis(50), Duration.ofMillis(1)),
        NOON);
  }

  private static String plain(String text) {
    return """
    {"model":"echo-small","messages":[{"role":"user","content":"%s"}]}
    """
        .formatted(text);
  }

  private static String stream(String text) {
    return plain(text).replaceFirst("\\{", "{\"stream\":true,");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(echo.uri().resolve(path));
  }

  private HttpRequest chat(String body) {
    return request("/v1/chat/completions").POST(HttpRequest.BodyPublishers.ofString(body)).build();
  }

  private HttpResponse<String> ask(String body) throws IOException, InterruptedException {
    return client.send(chat(body), BodyHandlers.ofString());
  }

  private List<String> events(String body) throws IOException, InterruptedException {
    return ask(body)
        .body()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring(6))
        .toList();
  }

  private static String text(List<String> events) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String event : events) {
      text.append(JSON.readTree(event).at("/choices/0/delta/content").asText());
    }
    return text.toString();
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  private static List<Long> usage(JsonNode answer) {
    JsonNode usage = answer.path("usage");
    return List.of(
        usage.path("prompt_tokens").longValue(),
        usage.path("completion_tokens").longValue(),
        usage.path("total_tokens").longValue());
  }
}
