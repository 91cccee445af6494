package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.json.Json;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of Gemini's callers who do not ask for events: one JSON array, element by element. */
final class GeminiArrayTest extends GatewayCase {

  private static final String FIRST =
      "{\n  \"candidates\": [{\"content\": {\"role\": \"model\", \"parts\": [{\"text\": \"he} \\\"\"}]}}],"
          + " \"unknown\": 1}";

  private static final String LAST =
      "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"llo\"}]},"
          + "\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":7,"
          + "\"candidatesTokenCount\":2,\"thoughtsTokenCount\":3,\"totalTokenCount\":12}}";

  private static final String ARRAY = "[" + FIRST + "\n,\r\n" + LAST + "\n]\n";

  private static final String BUSY =
      "{\"error\":{\"code\":503,\"message\":\"too busy\",\"status\":\"UNAVAILABLE\"}}";

  private static final String CHAT_EVENT =
      "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"he\"}}]}\n\n";

  private static final String CHAT_END =
      """
      data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: {"id":"c1","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":5}}

      data: [DONE]

      """;

  GeminiArrayTest() {
    super(array(ARRAY));
  }

  @BeforeEach
  void prepare() throws Exception {
    gateway.awaitKeys("mock");
  }

  /** Answers as Google's servers do, in these pieces. */
  private static ScriptedUpstream.Script array(String... pieces) {
    return (_, out) -> {
      startArray(out);
      for (String piece : pieces) {
        ScriptedUpstream.chunk(out, piece);
      }
      ScriptedUpstream.write(out, "0\r\n\r\n");
      return true;
    };
  }

  private static void startArray(OutputStream out) throws IOException {
    ScriptedUpstream.startStream(out, "application/json; charset=UTF-8");
  }

  private HttpRequest generate(String model, String query) {
    return HttpRequest.newBuilder(
            gateway.uri("/v1beta/models/" + model + ":streamGenerateContent" + query))
        .timeout(Duration.ofSeconds(20))
        .header("x-goog-api-key", TestKeys.KEY.reveal())
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}"))
        .build();
  }

  private HttpResponse<String> ask(String model, String query) throws Exception {
    return client.send(generate(model, query), BodyHandlers.ofString());
  }

  private static String type(HttpResponse<?> answer) {
    return answer.headers().firstValue("content-type").orElse("");
  }

  private static JsonNode tree(HttpResponse<String> answer) {
    return Json.tree(answer.body())
        .orElseThrow(() -> new AssertionError("no JSON: " + answer.body()));
  }

  private static String textOf(JsonNode array) {
    StringBuilder text = new StringBuilder();
    array.forEach(each -> text.append(each.at("/candidates/0/content/parts/0/text").asText("")));
    return text.toString();
  }

  private Usage used(Outcome outcome) {
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(outcome);
    return usage;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", "?alt=json", "?alt=", "?key=abc&prettyPrint=false"})
  void writesOneArrayWhereEventsAreNotAskedForWhateverTheProviderSpeaks(String query)
      throws Exception {
    upstream.script(ScriptedUpstream.events(CHAT_EVENT, CHAT_END));

    HttpResponse<String> answer = ask("small", query);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(type(answer)).isEqualTo("application/json");
    assertThat(textOf(tree(answer))).isEqualTo("he");
    JsonNode last = tree(answer).path(tree(answer).size() - 1);
    assertThat(last.at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
    assertThat(last.at("/usageMetadata/promptTokenCount").asInt()).isEqualTo(7);
    Usage usage = used(Outcome.COMPLETED);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(usage.getInputTokens()).isEqualTo(7);
    assertThat(usage.getOutputTokens()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?alt=sse", "?key=abc&alt=sse", "?%24alt=sse", "?$alt=sse&x"})
  void writesEventsWhereTheyAreAskedFor(String query) throws Exception {
    upstream.script(ScriptedUpstream.events(CHAT_EVENT, CHAT_END));

    HttpResponse<String> answer = ask("small", query);

    assertThat(type(answer)).isEqualTo("text/event-stream");
    assertThat(answer.body()).startsWith("data: {");
  }

  @Test
  void writesAnElementAsSoonAsItIsThere() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      ScriptedUpstream.chunk(out, CHAT_EVENT);
      seen.await();
      ScriptedUpstream.chunk(out, CHAT_END);
      ScriptedUpstream.write(out, "0\r\n\r\n");
      return true;
    });

    HttpResponse<InputStream> answer =
        client.send(generate("small", ""), BodyHandlers.ofInputStream());

    String begin = firstElement(answer.body());
    seen.countDown();
    String rest = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(begin).startsWith("[{").contains("\"text\":\"he\"");
    assertThat(rest).startsWith(",").endsWith("]");
    assertThat(Json.tree(begin + rest)).isPresent();
  }

  @Test
  void passesAnElementOfAGeminiProviderAsSoonAsItIsWhole() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    upstream.script((_, out) -> {
      startArray(out);
      ScriptedUpstream.chunk(out, "[" + FIRST.substring(0, 40));
      ScriptedUpstream.chunk(out, FIRST.substring(40) + "\n,");
      seen.await();
      ScriptedUpstream.chunk(out, "\r\n" + LAST + "\n]\n");
      ScriptedUpstream.write(out, "0\r\n\r\n");
      return true;
    });

    HttpResponse<InputStream> answer =
        client.send(generate("gem", ""), BodyHandlers.ofInputStream());

    String begin = firstElement(answer.body());
    seen.countDown();
    assertThat(begin + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(ARRAY);
  }

  /** Reads until the brackets of the first element are even; its texts have none that is odd. */
  private static String firstElement(InputStream in) throws IOException {
    StringBuilder read = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    do {
      int next = in.read();
      assertThat(next).isNotNegative();
      boolean escaped = !read.isEmpty() && read.charAt(read.length() - 1) == '\\';
      read.append((char) next);
      quoted ^= next == '"' && !escaped;
      depth += quoted ? 0 : next == '{' ? 1 : next == '}' ? -1 : 0;
    } while (depth > 0 || read.indexOf("{") < 0);
    return read.toString();
  }

  @Test
  void passesTheArrayOfAGeminiProviderAsItIsAndCountsIt() throws Exception {
    HttpResponse<String> answer = ask("gem", "");

    assertThat(answer.body()).isEqualTo(ARRAY);
    assertThat(type(answer)).isEqualToIgnoringCase("application/json; charset=UTF-8");
    assertThat(upstream.asked().getFirst().head())
        .startsWith("POST /v1/models/gemini-2.5-flash:streamGenerateContent HTTP/1.1");
    Usage usage = used(Outcome.COMPLETED);
    assertThat(usage.getInputTokens()).isEqualTo(7);
    assertThat(usage.getOutputTokens() + usage.getReasoningTokens()).isEqualTo(5);
  }

  @Test
  void asksAGeminiProviderForEventsWhereItsCallerDoes() throws Exception {
    upstream.script(ScriptedUpstream.events("data: " + LAST + "\n\n"));

    assertThat(ask("gem", "?alt=sse").body()).isEqualTo("data: " + LAST + "\n\n");
    assertThat(upstream.asked().getFirst().head())
        .startsWith("POST /v1/models/gemini-2.5-flash:streamGenerateContent?alt=sse HTTP/1.1");
  }

  @Test
  void writesTheEventsOfAProviderThatKnowsNoArraysAsOne() throws Exception {
    upstream.script(
        ScriptedUpstream.events(
            "data: " + FIRST.replace("\n", "") + "\n\n", "data: " + LAST + "\n\n"));

    HttpResponse<String> answer = ask("gem", "");

    assertThat(type(answer)).isEqualTo("application/json");
    assertThat(textOf(tree(answer))).isEqualTo("he} \"llo");
    assertThat(used(Outcome.COMPLETED).getInputTokens()).isEqualTo(7);
  }

  @Test
  void closesAnArrayWhoseBracketTheProviderForgot() throws Exception {
    upstream.script(array("[" + FIRST + ",", LAST));

    assertThat(ask("gem", "").body()).isEqualTo("[" + FIRST + "," + LAST + "\n]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gem", "small"})
  void endsWithAnErrorAsTheLastElementWhereAProviderDiesInTheMiddle(String model) throws Exception {
    upstream.script((asked, out) -> {
      if (asked.head().contains(":stream")) {
        startArray(out);
        ScriptedUpstream.chunk(out, "[" + FIRST + "\n,\r\n" + LAST.substring(0, 30));
      } else {
        ScriptedUpstream.startStream(out);
        ScriptedUpstream.chunk(out, CHAT_EVENT + "data: {\"ch");
      }
      return false;
    });

    HttpResponse<String> answer = ask(model, "");

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode array = tree(answer);
    assertThat(array).hasSize(2);
    assertThat(textOf(array)).startsWith("he");
    assertThat(array.at("/1/error/status").asText()).isEqualTo("INTERNAL");
    assertThat(array.at("/1/error/message").asText()).isNotEmpty();
    assertThat(used(Outcome.UPSTREAM_FAILED).getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
  }

  @Test
  void endsWithAnErrorWhereTheProvidersArrayEndsWithoutItsAnswer() throws Exception {
    upstream.script(array("[" + FIRST + "]"));

    JsonNode array = tree(ask("gem", ""));

    assertThat(array).hasSize(2);
    assertThat(array.at("/1/error/status").asText()).isNotEmpty();
    used(Outcome.UPSTREAM_FAILED);
  }

  @Test
  void endsWithAnErrorWhereAStreamStalls() throws Exception {
    gateway.loseItsPatience();
    upstream.script((_, out) -> {
      startArray(out);
      ScriptedUpstream.chunk(out, "[" + FIRST + ",");
      return true;
    });

    JsonNode array = tree(ask("gem", ""));

    assertThat(array).hasSize(2);
    assertThat(array.at("/1/error/status").asText()).isEqualTo("DEADLINE_EXCEEDED");
    used(Outcome.UPSTREAM_FAILED);
  }

  @Test
  void passesTheErrorThatAProviderTellsAsAnElement() throws Exception {
    upstream.script(array("[" + FIRST + "\n,\n" + BUSY + "\n]"));

    assertThat(ask("gem", "").body()).isEqualTo("[" + FIRST + "\n,\n" + BUSY + "\n]");
    used(Outcome.UPSTREAM_FAILED);
  }

  @Test
  void cutsWithAnErrorAsTheLastElementWhenTheProxyStops() throws Exception {
    upstream.script((_, out) -> {
      startArray(out);
      ScriptedUpstream.chunk(out, "[" + FIRST + ",");
      return true;
    });
    HttpResponse<InputStream> answer =
        client.send(generate("gem", ""), BodyHandlers.ofInputStream());
    String begin = firstElement(answer.body());

    gateway.live.close();

    String rest = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(Json.tree(begin + rest).orElseThrow().at("/1/error/code").asInt()).isEqualTo(503);
    used(Outcome.CUT);
  }

  @Test
  void cancelsTheCallOfACallerWhoLeavesInsideTheArray() throws Exception {
    upstream.script((_, out) -> {
      startArray(out);
      ScriptedUpstream.chunk(out, "[" + FIRST + ",");
      return true;
    });

    try (InputStream body = client.send(generate("gem", ""), BodyHandlers.ofInputStream()).body()) {
      firstElement(body);
    }

    upstream.awaitHangUp();
    assertThat(used(Outcome.CANCELLED).getOutputTokens()).isPositive();
  }

  /** As Google's servers answer: what parses the array finds the error where it looks for it. */
  @Test
  void tellsAnErrorBeforeTheFirstElementWithItsStatusAndInAnArray() throws Exception {
    upstream.script(
        ScriptedUpstream.json(400, "{\"error\":{\"message\":\"no such thing\",\"type\":\"x\"}}"));

    HttpResponse<String> translated = ask("small", "");
    HttpResponse<String> ours = ask("nowhere", "");
    HttpResponse<String> events = ask("nowhere", "?alt=sse");

    assertThat(translated.statusCode()).isEqualTo(400);
    assertThat(tree(translated).at("/0/error/message").asText()).isEqualTo("no such thing");
    assertThat(ours.statusCode()).isEqualTo(404);
    assertThat(tree(ours).at("/0/error/status").asText()).isEqualTo("NOT_FOUND");
    assertThat(tree(events).at("/error/status").asText()).isEqualTo("NOT_FOUND");
  }

  @Test
  void passesAnErrorOfAGeminiProviderAsItIs() throws Exception {
    String error = "[{\n\"error\": {\"code\": 400, \"message\": \"no\"}}\n]\n";
    upstream.script(ScriptedUpstream.json(400, error));

    assertThat(ask("gem", "").body()).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\"}]}",
        "[1, 2]",
        "[]",
        "[] {}",
        "<html>"
      })
  void takesWhatIsNoArrayOfAnswersForNoAnswer(String body) throws Exception {
    upstream.script(ScriptedUpstream.json(200, body));

    HttpResponse<String> answer = ask("gem", "");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(tree(answer).at("/0/error/code").asInt()).isEqualTo(502);
  }

  @Test
  void asksTheNextModelWhereTheFirstElementIsAnError() throws Exception {
    upstream.script((asked, out) ->
        (asked.head().contains("gemini-2.5-flash")
                ? array("[" + BUSY + "]")
                : ScriptedUpstream.events(CHAT_EVENT, CHAT_END))
            .serve(asked, out));

    HttpResponse<String> answer = ask("gem-or-small", "");

    assertThat(textOf(tree(answer))).isEqualTo("he");
    assertThat(answer.headers().firstValue("x-weir-attempts")).contains("2");
  }
}
