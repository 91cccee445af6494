package dev.weir.proxy;

import dev.weir.proxy.exchange.ExchangeLimits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Dialect;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of providers' own APIs: who may make them, what passes, what is noted. */
final class PassthroughTest extends GatewayCase {

  PassthroughTest() {
    super(ScriptedUpstream.json(200, "{\"object\":\"list\"}"));
  }

  private HttpResponse<String> send(
      String key, String method, String path, String type, BodyPublisher body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.uri(path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", type)
            .method(method, body)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(TestKeys.OPEN_KEY.reveal(), "GET", path, "text/plain", BodyPublishers.noBody());
  }

  private HttpResponse<String> post(String path, String type, String body) throws Exception {
    return send(TestKeys.OPEN_KEY.reveal(), "POST", path, type, BodyPublishers.ofString(body));
  }

  @Test
  void passesMethodPathQueryAndHeadersWithTheProvidersCredential() throws Exception {
    HttpResponse<String> answer = get("/openai/v1/files?limit=2&key=wk_x");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"object\":\"list\"}");
    ScriptedUpstream.Asked asked = upstream.asked().getFirst();
    assertThat(asked.head())
        .startsWith("GET /v1/files?limit=2 HTTP/1.1\r\n")
        .containsIgnoringCase("\r\nauthorization: Bearer provider-secret\r\n")
        .doesNotContain("wk_");
    assertThat(asked.hasHeader("content-length")).isFalse();
  }

  @Test
  void passesAMultipartBodyAsBytes() throws Exception {
    String body = "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n\u00ff\r\n--b--\r\n";

    post("/openai/v1/files", "multipart/form-data; boundary=b", body);

    ScriptedUpstream.Asked asked = upstream.asked().getFirst();
    assertThat(asked.head())
        .startsWith("POST /v1/files HTTP/1.1\r\n")
        .containsIgnoringCase("\r\ncontent-type: multipart/form-data; boundary=b\r\n");
    assertThat(asked.body()).isEqualTo(body);
  }

  @Test
  void passesAnAnswerOfAnyTypeAndNoneOfAnother() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.write(out, ScriptedUpstream.response(201, "audio/mpeg", "ID3 no text"));
      return true;
    });
    HttpResponse<String> sound = get("/openai/v1/files/a/content");
    upstream.script((_, out) -> {
      ScriptedUpstream.write(out, "HTTP/1.1 204 X\r\n\r\n");
      return true;
    });
    HttpResponse<String> nothing =
        send(
            TestKeys.OPEN_KEY.reveal(),
            "DELETE",
            "/openai/v1/files/a",
            "text/plain",
            BodyPublishers.noBody());

    assertThat(sound.statusCode()).isEqualTo(201);
    assertThat(sound.headers().firstValue("content-type")).contains("audio/mpeg");
    assertThat(sound.body()).isEqualTo("ID3 no text");
    assertThat(nothing.statusCode()).isEqualTo(204);
    assertThat(upstream.asked().getLast().head()).startsWith("DELETE /v1/files/a HTTP/1.1\r\n");
  }

  @Test
  void leadsNobodyPastWeir() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.write(
          out,
          "HTTP/1.1 302 X\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\n\r\n");
      return true;
    });

    HttpResponse<String> answer = get("/openai/v1/files/a/content");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.headers().firstValue("location")).isEmpty();
  }

  @Test
  void readsTheUsageOfADocument() throws Exception {
    upstream.script(
        ScriptedUpstream.json(
            200,
            "{\"model\":\"gpt-image-1\",\"data\":[],\"usage\":{\"input_tokens\":10,\"output_tokens\":7,"
                + "\"total_tokens\":17,\"input_tokens_details\":{\"text_tokens\":4,\"image_tokens\":6}}}"));

    post("/openai/v1/files", "application/json", "{}");

    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(usage.getInputTokens()).isEqualTo(4);
    assertThat(usage.getImageTokens()).isEqualTo(6);
    assertThat(usage.getOutputTokens()).isEqualTo(7);
    assertThat(usage.getServedModel()).isEqualTo("gpt-image-1");
    assertThat(usage.getRoute()).isEqualTo("/openai");
    assertThat(usage.getProvider()).isEqualTo("mock");
  }

  @Test
  void chargesABatchOnceHoweverOftenItIsPolled() throws Exception {
    String batch =
        "{\"id\":\"batch_1\",\"object\":\"batch\",\"status\":\"%s\",\"usage\":"
            + "{\"input_tokens\":10,\"output_tokens\":7,\"total_tokens\":17}}";
    upstream.script(ScriptedUpstream.json(200, batch.formatted("in_progress")));
    get("/openai/v1/files/batch_1");
    upstream.script(ScriptedUpstream.json(200, batch.formatted("completed")));
    get("/openai/v1/files/batch_1");
    get("/openai/v1/files/batch_1");
    get("/openai/v1/files/batch_2");

    assertThat(gateway.log.next(Usage.class).getUsageSource()).isEqualTo(UsageSource.NONE);
    Usage first = gateway.log.next(Usage.class);
    assertThat(first.getInputTokens()).isEqualTo(10);
    assertThat(first.getServiceTier()).isEqualTo("batch");
    Usage again = gateway.log.next(Usage.class);
    assertThat(again.getUsageSource()).isEqualTo(UsageSource.NONE);
    assertThat(again.getInputTokens()).isZero();
    assertThat(gateway.log.next(Usage.class).getOutputTokens()).isEqualTo(7);
  }

  @Test
  void readsTheUsageOfAStreamThatPasses() throws Exception {
    String[] events = {
      "event: a\ndata: {\"type\":\"partial\"}\n\n",
      "data: {\"response\":{\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}}\n\n"
    };
    upstream.script(ScriptedUpstream.events(events));

    HttpResponse<String> answer = post("/openai/v1/files", "application/json", "{}");

    assertThat(answer.body()).isEqualTo(String.join("", events));
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getInputTokens()).isEqualTo(3);
    assertThat(usage.getOutputTokens()).isEqualTo(2);
  }

  @Test
  void notesTheTierAndWhatIsPricedApart() throws Exception {
    upstream.script(
        ScriptedUpstream.events(
            "data: {\"message\":{\"usage\":{\"input_tokens\":3,\"output_tokens\":1,\"service_tier\":\"batch\"}}}\n\n",
            "data: {\"usage\":{\"input_tokens\":3,\"cache_creation_input_tokens\":9,"
                + "\"cache_creation\":{\"ephemeral_1h_input_tokens\":4},\"output_tokens\":2}}\n\n"));

    post("/openai/v1/files", "application/json", "{}");

    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getServiceTier()).isEqualTo("batch");
    assertThat(usage.getCacheWriteTokens()).isEqualTo(9);
    assertThat(usage.getCacheWriteHourTokens()).isEqualTo(4);
  }

  @Test
  void countsTheRequestAloneWhereTheAnswerNamesNoUsage() throws Exception {
    get("/openai/v1/files");

    assertThat(gateway.log.next(Admission.class).getReservedTokens()).isEqualTo(1024);
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.NONE);
    assertThat(usage.getAttempt()).isEqualTo(1);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void recordsTheCallAndWhatItSaid() throws Exception {
    send(
        TestKeys.SPOOL_KEY.reveal(),
        "PATCH",
        "/openai/v1/batches/b",
        "application/json",
        BodyPublishers.ofString("{}"));

    Prompt prompt = gateway.log.next(Prompt.class);
    assertThat(prompt.getDialect()).isEqualTo(Dialect.NATIVE);
    assertThat(prompt.getMethod()).isEqualTo("PATCH");
    assertThat(prompt.getPath()).isEqualTo("/openai/v1/batches/b");
    assertThat(prompt.getRequestedModel()).isEmpty();
    assertThat(prompt.getContent().getLength()).isEqualTo(2);
    assertThat(prompt.getCoverage()).isEmpty();
  }

  @Test
  void recordsTheBeginningOfWhatIsLongAndSaysSo() throws Exception {
    String long300k = "x".repeat(300 * 1024);
    try (TestGateway roomy =
        configured().exchanges(new ExchangeLimits(
                64,
                1024 * 1024,
                1 << 20,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10))).start()) {
      upstream.script((_, out) -> {
        ScriptedUpstream.write(
            out, ScriptedUpstream.response(200, "application/octet-stream", long300k));
        return true;
      });
      HttpRequest request =
          HttpRequest.newBuilder(roomy.uri("/openai/v1/batches"))
              .timeout(Duration.ofSeconds(20))
              .header("Authorization", "Bearer " + TestKeys.SPOOL_KEY.reveal())
              .POST(BodyPublishers.ofString(long300k))
              .build();

      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

      assertThat(answer.body()).isEqualTo(long300k);
      assertThat(upstream.asked().getFirst().body()).isEqualTo(long300k);
      Prompt prompt = roomy.log.next(Prompt.class);
      assertThat(prompt.getContent().getLength()).isEqualTo(256 * 1024);
      assertThat(prompt.getCoverage().getFirst().getBytesSeen()).isEqualTo(256L * 1024);
      assertThat(prompt.getCoverage().getFirst().getBytesTotal()).isEqualTo(300L * 1024);
      var _ = roomy.log.next(Usage.class);
      List<ResponseFrame> frames = roomy.log.all(ResponseFrame.class);
      assertThat(
              frames.stream()
                  .filter(it -> it.getContent() != null)
                  .mapToInt(it -> it.getContent().getLength())
                  .sum())
          .isLessThanOrEqualTo(256 * 1024);
    }
  }

  @Test
  void refusesAPathThatTheTeamIsNotAllowed() throws Exception {
    HttpResponse<String> answer = get("/openai/v1/fine_tuning/jobs");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("teams.ads.passthrough");
    assertThat(upstream.asked()).isEmpty();
  }

  @Test
  void saysHowToServeAnApiThatIsNot() throws Exception {
    HttpResponse<String> answer = get("/genai/v1beta/files");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("set passthrough.genai in the policy", "NOT_FOUND");
  }

  @Test
  void knowsNobodyWithoutAKey() throws Exception {
    HttpResponse<String> answer =
        send("nobody", "GET", "/openai/v1/files", "text/plain", BodyPublishers.noBody());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(upstream.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openai/v1/files/%2e%2e/x",
        "/openai//files",
        "/openai/v1/a%2Fb",
        "/openai/..",
        "/openai/../v1/models"
      })
  void takesNoPathThatLeadsElsewhere(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(400);
    assertThat(upstream.asked()).isEmpty();
  }

  @Test
  void takesNoOtherMethods() throws Exception {
    HttpResponse<String> answer =
        send(
            TestKeys.OPEN_KEY.reveal(),
            "OPTIONS",
            "/anthropic/v1/files",
            "text/plain",
            BodyPublishers.noBody());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).contains("GET, POST, PUT, PATCH, DELETE");
    assertThat(answer.body()).contains("\"type\":\"error\"");
  }

  @Test
  void passesAProvidersErrorInItsWords() throws Exception {
    upstream.script(ScriptedUpstream.json(404, "{\"error\":{\"message\":\"No such File\"}}"));

    HttpResponse<String> answer = get("/openai/v1/files/a");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("{\"error\":{\"message\":\"No such File\"}}");
  }

  /** Also of a team that may call all of the provider's own API. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openai/v1/chat/completions",
        "/openai/chat/completions",
        "/openai/v2/chat/completions",
        "/openai/v1/ch%61t/completions",
        "/openai/deployments/secret/chat/completions"
      })
  void speaksItselfUnderAPrefixWhatItTranslates(String path) throws Exception {
    upstream.script(
        ScriptedUpstream.json(
            200, "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}"));
    HttpResponse<String> answer =
        send(
            TestKeys.KEY.reveal(),
            "POST",
            path,
            "application/json",
            BodyPublishers.ofString("{\"model\":\"secret\",\"messages\":[]}"));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("may not use this model");
  }

  /** As Azure's SDK asks: the deployment counts, whatever the body says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'messages':[]} | {'model':'small','messages':[]}",
        "{'model':null,'messages':[]} | {'model':'small','messages':[]}",
        "{'messages':[],'model':'gpt-4o'} | {'messages':[],'model':'small'}"
      })
  void answersUnderTheNameOfADeployment(String asked, String sent) throws Exception {
    upstream.script(
        ScriptedUpstream.json(
            200, "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}"));

    HttpResponse<String> answer =
        send(
            TestKeys.KEY.reveal(),
            "POST",
            "/openai/deployments/small/chat/completions?api-version=2025-04-01-preview",
            "application/json",
            BodyPublishers.ofString(asked.replace('\'', '"')));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(upstream.asked().getFirst().body()).isEqualTo(sent.replace('\'', '"'));
    assertThat(gateway.log.next(Prompt.class).getRequestedModel()).isEqualTo("small");
  }

  @Test
  void translatesWhatADeploymentIsAsked() throws Exception {
    upstream.script(
        ScriptedUpstream.json(
            200,
            "{\"id\":\"m\",\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}],"
                + "\"stop_reason\":\"end_turn\"}"));

    HttpResponse<String> answer =
        send(
            TestKeys.KEY.reveal(),
            "POST",
            "/openai/deployments/opus/chat/completions",
            "application/json",
            BodyPublishers.ofString("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"content\":\"hi\"");
    assertThat(upstream.asked().getFirst().head()).startsWith("POST /v1/messages ");
  }

  @Test
  void embedsUnderTheNameOfADeployment() throws Exception {
    send(
        TestKeys.SPOOL_KEY.reveal(),
        "POST",
        "/openai/deployments/small/embeddings?api-version=1",
        "application/json",
        BodyPublishers.ofString("{\"input\":\"a\"}"));

    assertThat(upstream.asked().getFirst().head()).startsWith("POST /v1/embeddings ");
    assertThat(upstream.asked().getFirst().body()).contains("\"model\":\"", "\"input\":\"a\"");
  }

  /** Google's endpoint for OpenAI's clients is one more way to ask for a chat completion. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/genai/v1beta/openai/chat/completions",
        "/v1beta/openai/chat/completions",
        "/genai/v1/projects/p/locations/l/endpoints/openapi/chat/completions"
      })
  void governsGooglesPathOfOpenAisDialect(String path) throws Exception {
    upstream.script(
        ScriptedUpstream.json(
            200, "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}"));

    HttpResponse<String> answer =
        send(
            TestKeys.KEY.reveal(),
            "POST",
            path,
            "application/json",
            BodyPublishers.ofString("{\"model\":\"small\",\"messages\":[]}"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(upstream.asked().getFirst().head()).startsWith("POST /v1/chat/completions ");
    assertThat(gateway.log.next(Prompt.class).getRequestedModel()).isEqualTo("small");
  }

  @Test
  void listsModelsToGooglesOpenAiClientsAsOpenAiDoes() throws Exception {
    HttpResponse<String> answer =
        send(
            TestKeys.KEY.reveal(),
            "GET",
            "/genai/v1beta/openai/models",
            "text/plain",
            BodyPublishers.noBody());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"object\":\"list\"", "\"id\":\"small\"");
    assertThat(upstream.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/genai/v1beta/tunedModels/mine:generateContent, /tunedModels/mine:generateContent",
    "/v1beta/tunedModels/mine:streamGenerateContent, /tunedModels/mine:streamGenerateContent",
    "/genai/v1beta/tunedModels/mine:streamGenerateContent?alt=sse,"
        + " /tunedModels/mine:streamGenerateContent?alt=sse"
  })
  void governsTunedModelsOfGemini(String path, String sent) throws Exception {
    upstream.script(ScriptedUpstream.json(200, "{\"candidates\":[]}"));

    send(
        TestKeys.KEY.reveal(),
        "POST",
        path,
        "application/json",
        BodyPublishers.ofString("{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}"));

    assertThat(upstream.asked().getFirst().head()).contains(sent + " ");
    assertThat(gateway.log.next(Prompt.class).getRequestedModel()).isEqualTo("tunedModels/mine");
  }

  @ParameterizedTest
  @CsvSource({
    "/genai/v1beta/tunedModels/other:generateContent, 404",
    "/genai/v1beta/tunedModels/other:streamGenerateContent?alt=sse, 404",
    "/genai/v1/projects/p/locations/l/endpoints/1:generateContent, 400",
    "/genai/v1beta/dynamic/d:streamGenerateContent, 400",
    "/genai/v1beta/openai/responses, 400",
    "/genai/v1/projects/p/locations/l/endpoints/1/chat/completions, 400",
    "/genai/v1beta/models/gem:generateContent%20, 405",
    "/genai/v1beta/publishers/google/models/gem:predict, 400"
  })
  void passesNoAnswerOfGeminiUnread(String path, int status) throws Exception {
    HttpResponse<String> answer =
        send(
            TestKeys.KEY.reveal(),
            "POST",
            path,
            "application/json",
            BodyPublishers.ofString("{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}"));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("passthrough");
    assertThat(upstream.asked()).isEmpty();
  }
}
