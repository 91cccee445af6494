package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Counting before asking: who counts, in whose words, and that it costs nothing. */
final class TokenCountingTest extends GatewayCase {

  private static final String MESSAGES =
      "\"messages\":[{\"role\":\"user\",\"content\":\"12345678\"}]";

  private static final String CONTENTS = "{\"contents\":[{\"parts\":[{\"text\":\"12345678\"}]}]}";

  TokenCountingTest() {
    super(ScriptedUpstream.json(200, "{\"input_tokens\":7, \"x\":1}"));
  }

  private HttpResponse<String> ask(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.uri(path))
            .timeout(Duration.ofSeconds(20))
            .header("x-api-key", TestKeys.SPOOL_KEY.reveal())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> countMessages(String model) throws Exception {
    return ask("/v1/messages/count_tokens", "{\"model\":\"" + model + "\"," + MESSAGES + "}");
  }

  @Test
  void asksAnthropicForACallerOfItsDialect() throws Exception {
    HttpResponse<String> answer = countMessages("opus");

    assertThat(answer.body()).isEqualTo("{\"input_tokens\":7}");
    assertThat(answer.headers().firstValue("x-weir-estimated")).isEmpty();
    ScriptedUpstream.Asked asked = upstream.asked().getFirst();
    assertThat(asked.head()).startsWith("POST /v1/messages/count_tokens HTTP/1.1\r\n");
    assertThat(asked.body()).contains("\"model\":\"claude-opus-4-1\"").doesNotContain("max_tokens");
  }

  @Test
  void estimatesWhereTheOneThatWasAskedFails() throws Exception {
    gateway.loseItsPatience();
    upstream.script((_, _) -> true);

    HttpResponse<String> answer = countMessages("counted");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-weir-estimated")).contains("true");
    assertThat(gateway.live.awaitNone(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void passesTheBytesWhereTheModelHasTheSameName() throws Exception {
    HttpResponse<String> answer = countMessages("claude-haiku-4-5");

    assertThat(answer.body()).isEqualTo("{\"input_tokens\":7, \"x\":1}");
    assertThat(upstream.asked().getFirst().body())
        .isEqualTo("{\"model\":\"claude-haiku-4-5\"," + MESSAGES + "}");
  }

  @Test
  void asksGeminiForACallerOfAnthropic() throws Exception {
    upstream.script(ScriptedUpstream.json(200, "{\"totalTokens\":9}"));

    HttpResponse<String> answer = countMessages("vectors");

    assertThat(answer.body()).isEqualTo("{\"input_tokens\":9}");
    assertThat(upstream.asked().getFirst().head())
        .startsWith("POST /v1/models/gemini-embedding-001:countTokens HTTP/1.1\r\n");
  }

  @Test
  void asksAnthropicForACallerOfGemini() throws Exception {
    HttpResponse<String> answer = ask("/v1beta/models/opus:countTokens", CONTENTS);

    assertThat(answer.body()).isEqualTo("{\"totalTokens\":7}");
  }

  @Test
  void estimatesWhereTheProviderDoesNotCount() throws Exception {
    HttpResponse<String> messages = countMessages("small");
    HttpResponse<String> contents = ask("/v1beta/models/small:countTokens", CONTENTS);

    assertThat(messages.body()).isEqualTo("{\"input_tokens\":6}");
    assertThat(messages.headers().firstValue("x-weir-estimated")).contains("true");
    assertThat(messages.headers().firstValue("x-weir-request-id")).isPresent();
    assertThat(contents.body()).isEqualTo("{\"totalTokens\":6}");
    assertThat(upstream.asked()).isEmpty();
  }

  @Test
  void costsNoTokensAndIsRecordedLikeAnyRequest() throws Exception {
    countMessages("opus");

    assertThat(gateway.log.next(Admission.class).getReservedTokens()).isZero();
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.NONE);
    assertThat(usage.getInputTokens()).isZero();
    assertThat(usage.getOutcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(usage.getAttempt()).isEqualTo(1);
  }

  @Test
  void recordsAnEstimateAsAnAnswerThatCalledNobody() throws Exception {
    countMessages("small");

    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getAttempt()).isZero();
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.NONE);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.COMPLETED);
    ExchangeEnd end = gateway.log.next(ResponseFrame.class).getEnd();
    assertThat(end.getStatus()).isEqualTo(200);
  }

  @Test
  void saysAProvidersErrorInTheCallersDialect() throws Exception {
    upstream.script(
        ScriptedUpstream.json(
            400, "{\"error\":{\"code\":400,\"message\":\"no\",\"status\":\"INVALID_ARGUMENT\"}}"));

    HttpResponse<String> answer = countMessages("vectors");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"type\":\"error\"").contains("\"message\":\"no\"");
  }

  @Test
  void takesNoOtherDocumentForACount() throws Exception {
    upstream.script(ScriptedUpstream.json(200, "{\"error\":\"none\"}"));

    assertThat(countMessages("opus").statusCode()).isEqualTo(502);
  }
}
