package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.json.Json;
import dev.weir.schemas.event.Dialect;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A caller of one dialect and a provider of another: what passes, and what is noted. */
final class TranslationTest extends TranslationCase {

  private static final String END =
      """
      event: content_block_stop
      data: {"type":"content_block_stop","index":0}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  @Test
  void asksTheProviderInItsOwnDialectWithItsOwnCredential() throws Exception {
    client.send(gateway.chat(CHAT).header("OpenAI-Beta", "x").build(), BodyHandlers.ofString());

    ScriptedUpstream.Asked asked = upstream.asked().getFirst();
    assertThat(asked.head())
        .startsWith("POST /v1/messages HTTP/1.1\r\n")
        .containsIgnoringCase("\r\nx-api-key: provider-secret\r\n")
        .containsIgnoringCase("\r\nanthropic-version: 2023-06-01\r\n")
        .doesNotContain("wk_");
    assertThat(asked.hasHeader("authorization")).isFalse();
    assertThat(asked.hasHeader("openai-beta")).isFalse();
    var body = Json.tree(asked.body()).orElseThrow();
    assertThat(body.path("model").textValue()).isEqualTo("claude-opus-4-1");
    assertThat(body.path("max_tokens").isInt()).isTrue();
    assertThat(body.at("/messages/0/content").toString()).contains("hi");
  }

  @Test
  void answersInTheCallersDialectAndNotesTheProvidersCount() throws Exception {
    HttpResponse<String> answer = send(CHAT);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    var body = Json.tree(answer.body()).orElseThrow();
    assertThat(body.at("/choices/0/message/content").textValue()).isEqualTo("hello");
    assertThat(body.at("/choices/0/finish_reason").textValue()).isEqualTo("stop");
    assertThat(body.at("/usage/prompt_tokens").intValue()).isEqualTo(8);
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(usage.getInputTokens()).isEqualTo(5);
    assertThat(usage.getCacheReadTokens()).isEqualTo(3);
    assertThat(usage.getOutputTokens()).isEqualTo(2);
    assertThat(usage.getFinishReason()).isEqualTo("end_turn");
  }

  @Test
  void refusesByNameWhatItWouldLeaveOutForATeamThatDoesWithoutNothing() throws Exception {
    String body = CHAT.replace("{\"model\"", "{\"seed\":7,\"model\"");
    HttpRequest request =
        HttpRequest.newBuilder(gateway.uri("/v1/chat/completions"))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + TestKeys.OPEN_KEY.reveal())
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();

    HttpResponse<String> refused = client.send(request, BodyHandlers.ofString());
    HttpResponse<String> passed = send(body);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body())
        .contains("\"code\":\"untranslatable\"")
        .contains("Provider 'claude' cannot be asked for: seed.");
    assertThat(passed.statusCode()).isEqualTo(200);
    assertThat(passed.headers().firstValue("x-weir-dropped")).contains("seed");
    assertThat(upstream.asked()).hasSize(1);
  }

  @Test
  void streamsInTheCallersDialect() throws Exception {
    upstream.script(ScriptedUpstream.events(BEGIN, END));

    HttpResponse<String> answer = send(CHAT_STREAM);

    assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(answer.body())
        .contains("\"content\":\"hello\"")
        .contains("\"finish_reason\":\"stop\"")
        .contains("\"prompt_tokens\":5")
        .endsWith("data: [DONE]\n\n")
        .doesNotContain("message_start");
    assertThat(gateway.log.next(Usage.class).getOutcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void passesTheSameDialectByteForByte() throws Exception {
    String ask =
        "{ \"model\": \"opus\",\"max_tokens\":9, \"x\":1.50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    HttpResponse<String> answer = messages(ask);

    assertThat(answer.body()).isEqualTo(MESSAGE);
    assertThat(upstream.asked().getFirst().body())
        .isEqualTo(ask.replace("\"opus\"", "\"claude-opus-4-1\""));
    assertThat(upstream.asked().getFirst().hasHeader("anthropic-beta")).isTrue();
    assertThat(gateway.log.next(Prompt.class).getDialect()).isEqualTo(Dialect.ANTHROPIC_MESSAGES);
    assertThat(gateway.log.next(Usage.class).getInputTokens()).isEqualTo(5);
  }

  @Test
  void namesWhatTheProviderCannotBeTold() throws Exception {
    HttpResponse<String> answer =
        send(CHAT.replace("\"messages\"", "\"seed\":7,\"logit_bias\":{\"1\":2},\"messages\""));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-weir-dropped").orElseThrow())
        .contains("seed")
        .contains("logit_bias");
    assertThat(gateway.log.next(Usage.class).getDropped()).contains("seed", "logit_bias");
  }

  @Test
  void refusesWhatWouldBeAnotherRequest() throws Exception {
    HttpResponse<String> answer = send(CHAT.replace("\"messages\"", "\"n\":2,\"messages\""));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("untranslatable").contains("n");
    assertThat(upstream.asked()).isEmpty();
    assertThat(gateway.log.next(Usage.class).getOutcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void givesATranslatedAnswerItsOwnLengthAndNothingThatWasSaidOfTheProvidersBytes()
      throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.write(
          out,
          "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=UTF-8\r\nETag: \"a\"\r\n"
              + "Content-Encoding: identity\r\nContent-MD5: abc\r\nContent-Digest: md5=:abc=:\r\n"
              + "Content-Length: "
              + MESSAGE.length()
              + "\r\n\r\n"
              + MESSAGE);
      return true;
    });

    HttpResponse<String> answer = send(CHAT);

    assertThat(answer.headers().firstValueAsLong("content-length"))
        .hasValue(answer.body().length());
    assertThat(answer.body()).contains("hello").isNotEqualTo(MESSAGE);
    assertThat(answer.headers().map())
        .doesNotContainKeys("content-encoding", "content-md5", "content-digest", "etag");
  }

  /** It was asked for none, and what cannot be read can neither be counted nor translated. */
  @Test
  void takesACompressedAnswerForNone() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.write(
          out,
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
              + "Content-Length: 4\r\n\r\n\u001f_GZ");
      return true;
    });

    HttpResponse<String> answer = send(CHAT);

    assertThat(upstream.asked().getFirst().head())
        .containsIgnoringCase("\r\naccept-encoding: identity\r\n");
    assertThat(answer.statusCode()).isBetween(500, 502);
    assertThat(answer.headers().map()).doesNotContainKey("content-encoding");
    assertThat(Json.tree(answer.body())).isPresent();
  }

  @Test
  void saysThatACompressedRequestIsNotRead() throws Exception {
    HttpResponse<String> answer =
        client.send(
            gateway.chat(CHAT).header("Content-Encoding", "gzip").build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("without Content-Encoding");
    assertThat(upstream.asked()).isEmpty();
  }

  /** Servers that are only compatible know the older name, and take a newer one for no limit. */
  @Test
  void limitsTheOutputOfACompatibleServerByTheNameThatItKnows() throws Exception {
    messages(
        "{\"model\":\"small\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    assertThat(
            Json.tree(upstream.asked().getFirst().body()).orElseThrow().path("max_tokens").asInt())
        .isEqualTo(9);
  }
}
