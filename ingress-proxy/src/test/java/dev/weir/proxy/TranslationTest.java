package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.json.Json;
import dev.weir.schemas.event.Dialect;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A caller of one dialect and a provider of another: what passes, what fails, what is noted. */
final class TranslationTest extends GatewayCase {

  private static final String CHAT =
      "{\"model\":\"opus\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private static final String CHAT_STREAM =
      "{\"model\":\"opus\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private static final String MESSAGE =
      """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-4-1","content":[
      {"type":"text","text":"hello"}],"stop_reason":"end_turn","stop_sequence":null,
      "usage":{"input_tokens":5,"cache_read_input_tokens":3,"output_tokens":2}}
      """;

  private static final String BEGIN =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",\
      "model":"claude-opus-4-1","content":[],"stop_reason":null,"usage":{"input_tokens":5,"output_tokens":1}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hello"}}

      """;

  private static final String END =
      """
      event: content_block_stop
      data: {"type":"content_block_stop","index":0}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  TranslationTest() {
    super(ScriptedUpstream.json(200, MESSAGE));
  }

  private HttpResponse<String> messages(String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.uri("/v1/messages"))
            .timeout(Duration.ofSeconds(20))
            .header("x-api-key", TestKeys.KEY.reveal())
            .header("anthropic-version", "2023-06-01")
            .header("anthropic-beta", "some-feature")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

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
  void answersItsOwnErrorsInTheCallersDialect() throws Exception {
    HttpResponse<String> unknown =
        messages("{\"model\":\"nothing\",\"max_tokens\":9,\"messages\":[]}");
    HttpResponse<String> malformed = messages("{\"model\":");

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body())
        .contains("\"type\":\"error\"")
        .contains("not_found_error")
        .contains("No model 'nothing'");
    assertThat(malformed.statusCode()).isEqualTo(400);
    assertThat(malformed.body()).contains("invalid_request_error").contains("not valid JSON");
  }

  @ParameterizedTest
  @CsvSource({"429,rate_limit_error", "529,server_error", "400,invalid_request_error"})
  void passesTheProvidersErrorInTheCallersDialect(int status, String type) throws Exception {
    upstream.script(
        ScriptedUpstream.json(
            status, "{\"type\":\"error\",\"error\":{\"type\":\"x\",\"message\":\"far away\"}}"));

    HttpResponse<String> answer = send(CHAT);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertThat(Json.tree(answer.body()).orElseThrow().at("/error/message").textValue())
        .isEqualTo("far away");
    assertThat(Json.tree(answer.body()).orElseThrow().at("/error/type").textValue())
        .isEqualTo(type);
    assertThat(gateway.log.next(Usage.class).getOutcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
  }

  @Test
  void endsAStreamThatTheProviderBreaksOffWithAnErrorAndNoTerminator() throws Exception {
    upstream.script(ScriptedUpstream.events(BEGIN));

    HttpResponse<String> answer = send(CHAT_STREAM);

    assertThat(answer.body()).contains("hello").contains("\"error\"").doesNotContain("[DONE]");
    assertThat(gateway.log.next(Usage.class).getOutcome()).isEqualTo(Outcome.UPSTREAM_FAILED);
  }

  @Test
  void tellsTheProvidersOwnErrorInTheMiddleOfAStream() throws Exception {
    upstream.script(
        ScriptedUpstream.events(
            BEGIN,
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                + "\"message\":\"too busy\"}}\n\n"));

    HttpResponse<String> answer = send(CHAT_STREAM);

    assertThat(answer.body()).contains("hello").contains("too busy").doesNotContain("[DONE]");
  }

  @Test
  void takesHalfADocumentForAnError() throws Exception {
    upstream.script(ScriptedUpstream.json(200, "{\"id\":\"msg_1\",\"content\":["));

    HttpResponse<String> answer = send(CHAT);

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("\"error\"");
  }

  @Test
  void passesTheErrorEventOfTheSameDialectAndAddsNone() throws Exception {
    String error =
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
            + "\"message\":\"too busy\"}}\n\n";
    upstream.script(ScriptedUpstream.events(BEGIN, error));

    HttpResponse<String> answer =
        messages(
            "{\"model\":\"opus\",\"stream\":true,\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                + "\"content\":\"hi\"}]}");

    assertThat(answer.body()).isEqualTo(BEGIN + error);
    assertThat(gateway.log.next(Usage.class).getOutcome()).isEqualTo(Outcome.UPSTREAM_FAILED);
  }

  @Test
  void asksTheNextModelWhereAStreamOfTheSameDialectBeginsWithAnError() throws Exception {
    String error =
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
            + "\"message\":\"too busy\"}}\n\n";
    upstream.script((asked, out) ->
        (asked.body().contains("opus")
                ? ScriptedUpstream.events(BEGIN)
                : ScriptedUpstream.events(error))
            .serve(asked, out));

    HttpResponse<String> answer =
        messages(
            "{\"model\":\"claudes\",\"stream\":true,\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                + "\"content\":\"hi\"}]}");

    assertThat(answer.body()).startsWith(BEGIN).doesNotContain("too busy");
    assertThat(answer.headers().firstValue("x-weir-attempts")).contains("2");
  }

  @Test
  void letsNoErrorOfWeirsBeTakenForTheRestOfAnEvent() throws Exception {
    upstream.script(ScriptedUpstream.events(BEGIN + "event: content_block_delta\ndata: {\"type"));

    HttpResponse<String> answer =
        messages(
            "{\"model\":\"opus\",\"stream\":true,\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                + "\"content\":\"hi\"}]}");

    assertThat(answer.body()).startsWith(BEGIN + "event: error\ndata: {");
  }

  @Test
  void hidesTheProvidersAccountAndNamesTheTeamsLimitAsAnthropicDoes() throws Exception {
    String body =
        "{\"id\":\"msg_1\",\"type\":\"message\",\"content\":[],\"stop_reason\":\"end_turn\"}";
    upstream.script((asked, out) -> {
      ScriptedUpstream.write(
          out,
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nanthropic-organization-id: org-1\r\n"
              + "anthropic-ratelimit-tokens-remaining: 5\r\nConnection: keep-alive\r\n"
              + "Connection: x-hop\r\nx-hop: 1\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      return true;
    });

    HttpResponse<String> answer =
        messages(
            "{\"model\":\"opus\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map())
        .doesNotContainKeys(
            "anthropic-organization-id", "anthropic-ratelimit-tokens-remaining", "x-hop");
  }

  @Test
  void tellsWhereAStreamOfTheSameDialectBreaksOff() throws Exception {
    upstream.script(ScriptedUpstream.events(BEGIN));

    HttpResponse<String> answer =
        messages(
            "{\"model\":\"opus\",\"stream\":true,\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                + "\"content\":\"hi\"}]}");

    assertThat(answer.body()).startsWith(BEGIN).contains("event: error");
    assertThat(gateway.log.next(Usage.class).getOutcome()).isEqualTo(Outcome.UPSTREAM_FAILED);
  }

  @Test
  void doesNotBlameTheCallersKeyForTheProvidersRefusalInAStream() throws Exception {
    upstream.script(
        ScriptedUpstream.events(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"authentication_error\","
                + "\"message\":\"bad key\"}}\n\n"));

    HttpResponse<String> answer = send(CHAT_STREAM);

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_credential").doesNotContain("bad key");
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
