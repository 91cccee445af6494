package dev.weir.proxy.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.governance.policy.NativeApi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which paths Weir reads itself. */
final class SurfaceTest {

  @ParameterizedTest
  @CsvSource({
    "/v1beta/models/m:generateContent, m",
    "/v1/models/m:streamGenerateContent, m",
    "/v1/publishers/google/models/m:generateContent, m",
    "/v1beta1/publishers/google/models/m:countTokens, m",
    "/v1beta1/projects/p/locations/global/publishers/google/models/g%2Dm:generateContent, g-m",
    "/v1/projects/p/locations/eu/publishers/google/models/m:streamGenerateContent, m",
    "/v1beta/tunedModels/t:generateContent, tunedModels/t",
    "/v1beta/tunedModels/t:streamGenerateContent, tunedModels/t",
    "/v1/tunedModels/t%2D1:countTokens, tunedModels/t-1"
  })
  void readsThePathsOfGeminiAndOfVertex(String path, String model) {
    Surface surface = Surface.at(path, "").orElseThrow();

    assertThat(surface.dialect()).isEqualTo(DialectName.GEMINI);
    assertThat(surface.address().model()).contains(model);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/chat/completions",
        "/chat/completions",
        "/v1/projects/p/publishers/google/models/m:generateContent",
        "/v1/projects/p/locations/l/x/publishers/google/models/m:generateContent",
        "/v1/publishers/anthropic/models/m:rawPredict",
        "/v1beta/tunedModels/:generateContent",
        "/v1beta/openai/responses",
        "/v1/projects/p/locations/l/endpoints/1:generateContent",
        "/v1/deployments/m/chat/completions"
      })
  void readsNoOthers(String path) {
    assertThat(Surface.at(path, "")).isEmpty();
  }

  /** A provider would understand each of them. */
  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, OPENAI_CHAT",
    "/chat/completions, OPENAI_CHAT",
    "/v2/chat/completions, OPENAI_CHAT",
    "/v1beta1/v1/chat/completions, OPENAI_CHAT",
    "/v1/ch%61t/completions, OPENAI_CHAT",
    "/%76%31/chat/completions, OPENAI_CHAT",
    "/responses, OPENAI_RESPONSES",
    "/v1/messages, ANTHROPIC",
    "/messages/count_tokens, ANTHROPIC",
    "/models/m:generateContent, GEMINI",
    "/v1alpha/models/m:streamGenerateContent, GEMINI",
    "/v1/models/m%3AgenerateContent, GEMINI",
    "/v1beta/tunedModels/t:generateContent, GEMINI",
    "/v1beta/openai/chat/completions, OPENAI_CHAT",
    "/v1beta/%6Fpenai/chat/completions, OPENAI_CHAT",
    "/v1beta1/projects/p/locations/l/endpoints/openapi/chat/completions, OPENAI_CHAT"
  })
  void readsWhatItSpeaksUnderEachPrefixHoweverItIsWritten(String path, DialectName dialect) {
    assertThat(Surface.under(path, "").map(Surface::dialect)).contains(dialect);
  }

  /** Google's own, beside its own dialect. */
  @ParameterizedTest
  @CsvSource({
    "/v1beta/openai/chat/completions, ANSWER",
    "/v1beta/openai/embeddings, EMBEDDINGS",
    "/v1/projects/p/locations/l/endpoints/openapi/chat/completions, ANSWER"
  })
  void readsGooglesPathsOfOpenAisDialect(String path, String endpoint) {
    Surface surface = Surface.at(path, "").orElseThrow();

    assertThat(surface.dialect()).isEqualTo(DialectName.OPENAI_CHAT);
    assertThat(surface.endpoint()).hasToString(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/projects/p/locations/l/endpoints/1:generateContent",
        "/v1beta/dynamic/d:streamGenerateContent",
        "/v1beta/dynamic/d%3Agenerate%43ontent",
        "/v1beta1/projects/p/locations/l/endpoints/1234567890/chat/completions",
        "/v1/projects/p/locations/l/publishers/anthropic/models/c:rawPredict",
        "/v1/projects/p/locations/l/publishers/anthropic/models/c:streamRawPredict",
        "/v1/projects/p/locations/l/endpoints/1:predict",
        "/v1/projects/p/locations/l/endpoints/1:serverStreamingPredict",
        "/v1beta/openai/responses",
        "/v1beta/openai/completions",
        "/v1beta/openai/chat/completions%20",
        "/v1beta/OpenAI/Chat/Completions",
        "/v1beta/models/g:batchGenerateContent",
        "/v1beta/models/g:generateAnswer",
        "/v1beta/interactions",
        "/v1beta/models/g:generateContent%20",
        "/v1beta/models/g:generateContent%3Fx",
        "/v1beta/models/g:generateContent%23",
        "/v1beta/models/g:GenerateContent"
      })
  void knowsAnswersOfGeminiThatItDoesNotRead(String path) {
    assertThat(Surface.under(path, "")).isEmpty();
    assertThat(Surface.isUnreadAnswer(NativeApi.GENAI, "/genai" + path)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "GENAI, /genai/v1beta/files",
    "GENAI, /genai/v1beta/models/g:embedContent",
    "GENAI, /genai/v1beta/models/g:predictLongRunning",
    "GENAI, /genai/v1beta/openai/images/generations",
    "GENAI, /genai/v1beta/interactions/i1",
    "GENAI, /genai/v1beta/batches/b1:cancel",
    "OPENAI, /openai/completions",
    "OPENAI, /openai/v1/models/ft:gpt:me:predict:1"
  })
  void passesWhatIsNoAnswerOfGoogle(NativeApi api, String path) {
    assertThat(Surface.isUnreadAnswer(api, path)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"'', JSON_ARRAY", "alt=json, JSON_ARRAY", "alt=sse, EVENTS", "%24alt=sse, EVENTS"})
  void readsAStreamOfATunedModelAsItIsAskedFor(String query, String streams) {
    Surface surface =
        Surface.under("/v1beta/tunedModels/t:streamGenerateContent", query).orElseThrow();

    assertThat(surface.address().stream()).contains(true);
    assertThat(surface.streams()).hasToString(streams);
  }

  @ParameterizedTest
  @CsvSource({
    "/deployments/gpt/chat/completions, gpt, ANSWER",
    "/deployments/my%20gpt/embeddings, my gpt, EMBEDDINGS"
  })
  void takesADeploymentOfAzureForAModel(String path, String model, String endpoint) {
    Surface surface = Surface.under(path, "api-version=1").orElseThrow();

    assertThat(surface.address().model()).contains(model);
    assertThat(surface.endpoint()).hasToString(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/files",
        "/v1/chat/completions/c1",
        "/v1/responses/r1",
        "/deployments/gpt/images/generations",
        "/deployments/a/b/chat/completions",
        "/%zz/chat/completions"
      })
  void leavesTheRestToTheProvider(String path) {
    assertThat(Surface.under(path, "")).isEmpty();
  }
}
