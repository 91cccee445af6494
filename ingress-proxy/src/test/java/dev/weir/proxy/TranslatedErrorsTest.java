package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.json.Json;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Errors between a caller of one dialect and a provider of another, before the answer and in the
 * middle of a stream.
 */
final class TranslatedErrorsTest extends TranslationCase {

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
}
