package dev.weir.endtoend.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.models.ModelInfo;
import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.ListModelsConfig;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.PermissionDeniedException;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import dev.weir.endtoend.process.Installation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What there is beside answers (embeddings, counts of tokens, lists of models, providers' own APIs)
 * through a real {@code weir up}, with the official Java clients.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SurfacesTest {

  private SurfaceProvider provider;
  private Installation weir;
  private OpenAIClient openai;
  private OpenAIClient openaiItself;
  private AnthropicClient anthropic;
  private Client gemini;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    provider = new SurfaceProvider();
    weir = Installation.in(folder);
    Path policy = Files.writeString(folder.resolve("far.yaml"), policy());
    URI gateway = Installation.gateway(weir.start("up", "weir", "--policy=" + policy).running());
    String key = weir.key("all", "weir");
    openai = openai(gateway.resolve("/v1"), key);
    openaiItself = openai(gateway.resolve("/openai/v1"), key);
    anthropic =
        AnthropicOkHttpClient.builder()
            .baseUrl(gateway.toString())
            .apiKey(key)
            .maxRetries(0)
            .timeout(Duration.ofSeconds(30))
            .build();
    gemini =
        Client.builder()
            .apiKey(key)
            .vertexAI(false)
            .httpOptions(HttpOptions.builder().baseUrl(gateway.toString()).timeout(30_000).build())
            .build();
  }

  private static OpenAIClient openai(URI base, String key) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(base.toString())
        .apiKey(key)
        .maxRetries(0)
        .timeout(Duration.ofSeconds(30))
        .build();
  }

  private String policy() {
    return """
    organisation: acme
    providers:
      openai: {kind: openai, url: "%1$s/v1"}
      anthropic: {kind: anthropic, url: "%1$s/v1"}
      gemini: {kind: gemini, url: "%1$s/v1beta"}
      bedrock: {kind: bedrock, url: "%1$s"}
    models:
      far-openai: {provider: openai, context-tokens: 128_000, capabilities: [tools, reasoning]}
      far-anthropic: {provider: anthropic}
      far-gemini: {provider: gemini, context-tokens: 1_000_000, max-output-tokens: 64_000}
      far-titan: {provider: bedrock, upstream-model: "amazon.titan-embed-text-v2:0"}
    routes:
      any: {failover: [far-openai, far-gemini]}
    passthrough: {openai: openai}
    teams:
      all: {passthrough: [/openai/v1/files]}
    """
        .formatted(provider.uri());
  }

  @AfterAll
  void stop() {
    openai.close();
    openaiItself.close();
    anthropic.close();
    gemini.close();
    weir.close();
    provider.close();
  }

  private CreateEmbeddingResponse embed(String model, List<String> texts) {
    return openai
        .embeddings()
        .create(
            EmbeddingCreateParams.builder()
                .model(model)
                .inputOfArrayOfStrings(texts)
                .dimensions(2)
                .build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"far-openai", "far-gemini", "any"})
  void embedsSeveralTexts(String model) {
    CreateEmbeddingResponse answer = embed(model, List.of("a", "bcd"));

    assertThat(answer.data())
        .extracting(it -> it.embedding())
        .containsExactly(List.of(1f, 0.5f), List.of(3f, 0.5f));
    assertThat(answer.usage().promptTokens()).isPositive();
  }

  @Test
  void embedsOneTextWithTitanAndCountsItsTokens() {
    CreateEmbeddingResponse answer = embed("far-titan", List.of("abcd"));

    assertThat(answer.data().getFirst().embedding()).containsExactly(4f, 0.5f);
    assertThat(answer.usage().promptTokens()).isEqualTo(7);
  }

  @Test
  void embedsTokensWhereTheProviderIsOpenAis() {
    CreateEmbeddingResponse answer =
        openai
            .embeddings()
            .create(
                EmbeddingCreateParams.builder()
                    .model("far-openai")
                    .inputOfArrayOfTokenArrays(List.of(List.of(1L, 2L), List.of(3L)))
                    .encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
                    .build());

    assertThat(answer.data()).hasSize(2);
  }

  @Test
  void saysThatAnthropicHasNoEmbeddings() {
    assertThatThrownBy(() -> embed("far-anthropic", List.of("a")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("has no embeddings");
  }

  @ParameterizedTest
  @ValueSource(strings = {"far-anthropic", "far-gemini", "far-openai"})
  void countsTokensForBothClientsThatAskForThem(String model) {
    long counted =
        anthropic
            .messages()
            .countTokens(
                MessageCountTokensParams.builder().model(model).addUserMessage("hello").build())
            .inputTokens();
    int total = gemini.models.countTokens(model, "hello", null).totalTokens().orElseThrow();

    assertThat(counted).isEqualTo(model.equals("far-openai") ? 6 : 42);
    assertThat(total).isEqualTo((int) counted);
  }

  @Test
  void listsModelsForEachClient() {
    List<String> names = List.of("any", "far-anthropic", "far-gemini", "far-openai", "far-titan");

    assertThat(openai.models().list().data()).extracting(it -> it.id()).isEqualTo(names);
    assertThat(anthropic.models().list().data()).extracting(ModelInfo::id).isEqualTo(names);
    assertThat(gemini.models.list(ListModelsConfig.builder().pageSize(2).build()))
        .extracting(it -> it.name().orElseThrow())
        .isEqualTo(names.stream().map("models/"::concat).toList());
    assertThat(anthropic.models().retrieve("far-openai").maxInputTokens()).contains(128_000L);
    assertThat(gemini.models.get("far-gemini", null).inputTokenLimit()).contains(1_000_000);
  }

  @Test
  void passesFilesToTheProvidersOwnApi() throws IOException {
    var file =
        openaiItself
            .files()
            .create(
                FileCreateParams.builder()
                    .file("{\"line\":1}".getBytes(UTF_8))
                    .purpose(FilePurpose.BATCH)
                    .build());

    assertThat(file.id()).isEqualTo("file-1");
    assertThat(openaiItself.files().list().data()).extracting(it -> it.id()).contains("file-1");
    try (HttpResponse content = openaiItself.files().content("file-1")) {
      assertThat(content.body().readAllBytes()).isEqualTo(SurfaceProvider.CONTENT);
    }
    assertThat(openaiItself.files().delete("file-1").deleted()).isTrue();
  }

  @Test
  void speaksItselfUnderAProvidersPrefixWhatItSpeaks() {
    assertThat(openaiItself.models().list().data()).extracting(it -> it.id()).contains("any");
  }

  @Test
  void refusesAPathThatTheTeamMayNotCall() {
    assertThatThrownBy(() -> openaiItself.batches().list())
        .isInstanceOf(PermissionDeniedException.class)
        .hasMessageContaining("teams.all.passthrough");
  }
}
