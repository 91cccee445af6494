package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.json.Json;
import dev.weir.schemas.event.Admission;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a key may use, in the shape that its client expects. */
final class ModelListTest {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private TestGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = TestGateway.before(URI.create("http://127.0.0.1:1/v1")).start();
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.uri(path)).timeout(Duration.ofSeconds(20)).headers(headers);
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> asOpenAi(String path) throws Exception {
    return get(path, "Authorization", "Bearer " + TestKeys.KEY.reveal());
  }

  private HttpResponse<String> asAnthropic(String path) throws Exception {
    return get(path, "x-api-key", TestKeys.KEY.reveal(), "anthropic-version", "2023-06-01");
  }

  private static JsonNode tree(HttpResponse<String> answer) {
    return Json.tree(answer.body()).orElseThrow();
  }

  @Test
  void listsModelsAndRoutesOfTheTeamWithWhatIsKnownOfThem() throws Exception {
    HttpResponse<String> answer = asOpenAi("/v1/models?limit=1&after=x");

    assertThat(tree(answer).at("/data").findValuesAsText("id"))
        .isSorted()
        .contains("both", "fast", "small", "sure", "trial")
        .doesNotContain("secret", "claude-haiku-4-5");
    assertThat(answer.body())
        .contains(
            "{\"id\":\"small\",\"object\":\"model\",\"created\":0,\"owned_by\":\"mock\",\"weir\":"
                + "{\"context_tokens\":8000,\"max_output_tokens\":1000,\"capabilities\":[\"tools\"]}}")
        .contains("{\"id\":\"both\",\"object\":\"model\",\"created\":0,\"owned_by\":\"weir\"}");
    assertThat(gateway.log.next(Admission.class).getStatus()).isEqualTo(200);
  }

  @Test
  void saysOfARouteWhatAllOfItsModelsShare() throws Exception {
    assertThat(asOpenAi("/v1/models/trial").body()).contains("\"weir\":{\"context_tokens\":8000,");
  }

  @Test
  void listsForAnthropicsClientsInTheirShapeAndPages() throws Exception {
    JsonNode page = tree(asAnthropic("/v1/models?limit=2&after_id=small"));

    assertThat(page.at("/data").findValuesAsText("id")).containsExactly("sure", "thinks");
    assertThat(page.path("has_more").booleanValue()).isTrue();
    assertThat(tree(asAnthropic("/v1/models/opus")).path("type").textValue()).isEqualTo("model");
  }

  @Test
  void listsForGeminisClientsUnderTheirPathAndUnderV1() throws Exception {
    String key = TestKeys.KEY.reveal();

    JsonNode page = tree(get("/v1beta/models?pageSize=2", "x-goog-api-key", key));
    assertThat(page.path("models")).hasSize(2);
    assertThat(page.at("/models/1/name").textValue())
        .isEqualTo("models/" + page.path("nextPageToken").textValue());
    assertThat(get("/v1/models", "x-goog-api-key", key).body()).startsWith("{\"models\":[");
    assertThat(get("/v1beta/models/small", "x-goog-api-key", key).body())
        .startsWith("{\"name\":\"models/small\"");
  }

  @Test
  void doesNotShowWhatTheTeamMayNotUseAndSaysSoInTheCallersDialect() throws Exception {
    assertThat(asOpenAi("/v1/models/secret").body()).contains("\"code\":\"model_not_found\"");
    assertThat(asAnthropic("/v1/models/secret").body())
        .contains("\"type\":\"error\"", "\"type\":\"not_found_error\"");
    HttpResponse<String> gemini =
        get("/v1beta/models/secret", "x-goog-api-key", TestKeys.KEY.reveal());
    assertThat(gemini.statusCode()).isEqualTo(404);
    assertThat(gemini.body()).contains("\"status\":\"NOT_FOUND\"");
  }

  @Test
  void takesAnUnreadableQueryForNone() throws Exception {
    assertThat(asAnthropic("/v1/models?limit=%ff").statusCode()).isEqualTo(200);
  }
}
