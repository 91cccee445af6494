package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.json.Json;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of Gemini's callers who do not ask for events: one JSON array, element by element. */
final class GeminiArrayTest extends GeminiArrayCase {

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
}
