package dev.weir.proxy.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.DialectName;
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
    "/v1/projects/p/locations/eu/publishers/google/models/m:streamGenerateContent, m"
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
    "/v1/models/m%3AgenerateContent, GEMINI"
  })
  void readsWhatItSpeaksUnderEachPrefixHoweverItIsWritten(String path, DialectName dialect) {
    assertThat(Surface.under(path, "").map(Surface::dialect)).contains(dialect);
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
