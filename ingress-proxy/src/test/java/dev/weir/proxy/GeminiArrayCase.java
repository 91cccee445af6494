package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.json.Json;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/**
 * A test with a caller of Gemini who does not ask for events, and a provider that answers him with
 * an array.
 */
abstract class GeminiArrayCase extends GatewayCase {

  static final String FIRST =
      "{\n  \"candidates\": [{\"content\": {\"role\": \"model\", \"parts\": [{\"text\": \"he} \\\"\"}]}}],"
          + " \"unknown\": 1}";
  static final String LAST =
      "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"llo\"}]},"
          + "\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":7,"
          + "\"candidatesTokenCount\":2,\"thoughtsTokenCount\":3,\"totalTokenCount\":12}}";
  static final String ARRAY = "[" + FIRST + "\n,\r\n" + LAST + "\n]\n";
  static final String CHAT_EVENT =
      "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"he\"}}]}\n\n";
  static final String CHAT_END =
      """
      data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: {"id":"c1","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":5}}

      data: [DONE]

      """;

  /** Reads until the brackets of the first element are even; its texts have none that is odd. */
  static String firstElement(InputStream in) throws IOException {
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

  GeminiArrayCase() {
    super(array(ARRAY));
  }

  @BeforeEach
  void prepare() throws Exception {
    gateway.awaitKeys("mock");
  }

  /** Answers as Google's servers do, in these pieces. */
  static ScriptedUpstream.Script array(String... pieces) {
    return (_, out) -> {
      startArray(out);
      for (String piece : pieces) {
        ScriptedUpstream.chunk(out, piece);
      }
      ScriptedUpstream.write(out, "0\r\n\r\n");
      return true;
    };
  }

  static void startArray(OutputStream out) throws IOException {
    ScriptedUpstream.startStream(out, "application/json; charset=UTF-8");
  }

  HttpRequest generate(String model, String query) {
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

  HttpResponse<String> ask(String model, String query) throws Exception {
    return client.send(generate(model, query), BodyHandlers.ofString());
  }

  static String type(HttpResponse<?> answer) {
    return answer.headers().firstValue("content-type").orElse("");
  }

  static JsonNode tree(HttpResponse<String> answer) {
    return Json.tree(answer.body())
        .orElseThrow(() -> new AssertionError("no JSON: " + answer.body()));
  }

  static String textOf(JsonNode array) {
    StringBuilder text = new StringBuilder();
    array.forEach(each -> text.append(each.at("/candidates/0/content/parts/0/text").asText("")));
    return text.toString();
  }

  Usage used(Outcome outcome) {
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(outcome);
    return usage;
  }
}
