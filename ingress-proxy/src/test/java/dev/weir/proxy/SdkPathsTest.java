package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Prompt;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Other paths that SDKs call and Weir governs: prefixes, Azure's deployments, Google's OpenAI
 * dialect, tuned models.
 */
final class SdkPathsTest extends PassthroughCase {

  private static final ScriptedUpstream.Script CHAT_ANSWER =
      ScriptedUpstream.json(
          200, "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}");

  private HttpResponse<String> ask(String path, String body) throws Exception {
    return send(
        TestKeys.KEY.reveal(), "POST", path, "application/json", BodyPublishers.ofString(body));
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
    upstream.script(CHAT_ANSWER);
    HttpResponse<String> answer = ask(path, "{\"model\":\"secret\",\"messages\":[]}");

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
    upstream.script(CHAT_ANSWER);

    HttpResponse<String> answer =
        ask(
            "/openai/deployments/small/chat/completions?api-version=2025-04-01-preview",
            asked.replace('\'', '"'));

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
        ask(
            "/openai/deployments/opus/chat/completions",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

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
    upstream.script(CHAT_ANSWER);

    HttpResponse<String> answer = ask(path, "{\"model\":\"small\",\"messages\":[]}");

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
    HttpResponse<String> answer = ask(path, "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("passthrough");
    assertThat(upstream.asked()).isEmpty();
  }
}
