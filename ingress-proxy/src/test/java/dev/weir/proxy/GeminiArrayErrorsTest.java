package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.json.Json;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.UsageSource;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an array of a Gemini caller ends where something fails: it can always be read. */
final class GeminiArrayErrorsTest extends GeminiArrayCase {

  private static final String BUSY =
      "{\"error\":{\"code\":503,\"message\":\"too busy\",\"status\":\"UNAVAILABLE\"}}";

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
