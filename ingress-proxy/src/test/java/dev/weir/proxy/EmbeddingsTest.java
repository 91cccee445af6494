package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Admission;
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

/** {@code POST /v1/embeddings}, to a provider of the same dialect and to others. */
final class EmbeddingsTest extends GatewayCase {

  private static final String VECTOR =
      """
      {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.25,1]}],
      "model":"text-embedding-3-small","usage":{"prompt_tokens":5,"total_tokens":5}}
      """;

  EmbeddingsTest() {
    super(ScriptedUpstream.json(200, VECTOR));
  }

  private HttpResponse<String> ask(String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.uri("/v1/embeddings"))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + TestKeys.SPOOL_KEY.reveal())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void passesTheBytesToAProviderOfTheSameDialectAndCountsItsTokens() throws Exception {
    String body = "{\"model\":\"small\", \"input\":[[1,2,3]], \"user\":\"u\"}";

    HttpResponse<String> answer = ask(body);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(VECTOR);
    assertThat(answer.headers().firstValue("x-weir-estimated")).isEmpty();
    ScriptedUpstream.Asked asked = upstream.asked().getFirst();
    assertThat(asked.head()).startsWith("POST /v1/embeddings HTTP/1.1\r\n").doesNotContain("wk_");
    assertThat(asked.body()).isEqualTo(body);
    Prompt prompt = gateway.log.next(Prompt.class);
    assertThat(prompt.getDialect()).isEqualTo(Dialect.OPENAI_EMBEDDINGS);
    assertThat(prompt.getRequestedModel()).isEqualTo("small");
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(usage.getInputTokens()).isEqualTo(5);
    assertThat(usage.getOutputTokens()).isZero();
    assertThat(usage.getServedModel()).isEqualTo("text-embedding-3-small");
    assertThat(usage.getOutcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void reservesNothingForAnAnswerOfNoTokens() throws Exception {
    ask("{\"model\":\"small\",\"input\":[[1,2,3],[4]]}");

    assertThat(gateway.log.next(Admission.class).getReservedTokens())
        .as("the input, and a tenth for the error of the estimate")
        .isEqualTo(5);
  }

  @Test
  void exchangesTheNameOfTheModelAlone() throws Exception {
    ask("{\"input\":\"a\", \"model\":\"fast\"}");

    assertThat(upstream.asked().getFirst().body())
        .isEqualTo("{\"input\":\"a\", \"model\":\"real-\\\"model\\\"\"}");
  }

  @Test
  void asksAnotherProviderInItsWordsAndAnswersInOpenAis() throws Exception {
    upstream.script(
        ScriptedUpstream.json(200, "{\"embeddings\":[{\"values\":[0.25,1]},{\"values\":[2,3]}]}"));

    HttpResponse<String> answer =
        ask("{\"model\":\"vectors\",\"input\":[\"12345678\",\"1234\"],\"user\":\"u\"}");

    assertThat(answer.body())
        .isEqualTo(
            "{\"object\":\"list\",\"data\":["
                + "{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.25,1.0]},"
                + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[2.0,3.0]}],"
                + "\"model\":\"vectors\",\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}");
    assertThat(answer.headers().firstValue("x-weir-estimated")).contains("true");
    assertThat(answer.headers().firstValue("x-weir-dropped")).contains("user");
    assertThat(upstream.asked().getFirst().head())
        .startsWith("POST /v1/models/gemini-embedding-001:batchEmbedContents HTTP/1.1\r\n")
        .containsIgnoringCase("\r\nx-goog-api-key: provider-secret\r\n");
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(usage.getInputTokens()).isEqualTo(3);
    assertThat(usage.getDropped()).containsExactly("user");
  }

  @Test
  void takesTooFewVectorsForNoAnswer() throws Exception {
    upstream.script(ScriptedUpstream.json(200, "{\"embeddings\":[{\"values\":[0.25,1]}]}"));

    HttpResponse<String> answer = ask("{\"model\":\"vectors\",\"input\":[\"a\",\"b\"]}");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_invalid");
  }

  @Test
  void saysAnotherProvidersErrorInOpenAisShape() throws Exception {
    upstream.script(
        ScriptedUpstream.json(
            400,
            "{\"error\":{\"code\":400,\"message\":\"too long\",\"status\":\"INVALID_ARGUMENT\"}}"));

    HttpResponse<String> answer = ask("{\"model\":\"vectors\",\"input\":\"a\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("\"message\":\"too long\"")
        .contains("\"type\":\"invalid_request_error\"");
  }

  @Test
  void saysThatAProviderHasNoEmbeddings() throws Exception {
    HttpResponse<String> answer = ask("{\"model\":\"opus\",\"input\":\"a\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("has no embeddings");
    assertThat(upstream.asked()).isEmpty();
    assertThat(gateway.log.next(Usage.class).getUsageSource()).isEqualTo(UsageSource.NONE);
  }

  @Test
  void refusesTokensOfAnotherMakersModelByName() throws Exception {
    HttpResponse<String> answer = ask("{\"model\":\"vectors\",\"input\":[1,2]}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("untranslatable").contains("input (tokens)");
  }

  @Test
  void namesTheFieldThatIsWrong() throws Exception {
    HttpResponse<String> answer = ask("{\"model\":\"small\",\"input\":{}}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("The field 'input' must be");
  }
}
