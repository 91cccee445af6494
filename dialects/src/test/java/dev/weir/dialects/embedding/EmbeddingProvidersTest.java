package dev.weir.dialects.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.WrittenRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmbeddingProvidersTest {

  private final Losses losses = new Losses();

  private static EmbeddingRequest request(String model, String... texts) {
    return new EmbeddingRequest(
        model,
        new EmbeddingInputs.Texts(List.of(texts)),
        false,
        OptionalLong.of(256),
        Optional.of("search_query"),
        List.of("user"));
  }

  private String written(EmbeddingService service, EmbeddingRequest request) {
    WrittenRequest written = service.dialect().orElseThrow().write(request, losses);
    return written.path() + " " + new String(written.body(), UTF_8);
  }

  private static EmbeddingAnswer read(EmbeddingService service, String body) {
    return service.dialect().orElseThrow().read(body.getBytes(UTF_8)).orElseThrow();
  }

  @Test
  void asksGeminiForOneText() {
    assertThat(written(EmbeddingService.GEMINI, request("gemini-embedding-001", "hi")))
        .isEqualTo(
            "/models/gemini-embedding-001:embedContent {\"content\":{\"parts\":[{\"text\":\"hi\"}]},"
                + "\"taskType\":\"RETRIEVAL_QUERY\",\"outputDimensionality\":256}");
    assertThat(losses.dropped()).containsExactly("user");
  }

  @Test
  void asksGeminiForSeveralTextsInOneBatch() {
    EmbeddingRequest request =
        new EmbeddingRequest(
            "g",
            new EmbeddingInputs.Texts(List.of("a", "b")),
            true,
            OptionalLong.empty(),
            Optional.empty(),
            List.of());

    assertThat(written(EmbeddingService.GEMINI, request))
        .isEqualTo(
            "/models/g:batchEmbedContents {\"requests\":["
                + "{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"model\":\"models/g\"},"
                + "{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"model\":\"models/g\"}]}");
  }

  @Test
  void asksVertexForPredictions() {
    assertThat(written(EmbeddingService.VERTEX, request("text-embedding-005", "a", "b")))
        .isEqualTo(
            "/models/text-embedding-005:predict {\"instances\":["
                + "{\"content\":\"a\",\"task_type\":\"RETRIEVAL_QUERY\"},"
                + "{\"content\":\"b\",\"task_type\":\"RETRIEVAL_QUERY\"}],"
                + "\"parameters\":{\"outputDimensionality\":256}}");
  }

  @Test
  void asksTitanForOneTextAndEncodesItsArn() {
    assertThat(
            written(
                EmbeddingService.TITAN,
                request("arn:aws:bedrock:eu::foundation-model/amazon.titan-embed-text-v2:0", "a")))
        .isEqualTo(
            "/model/arn%3Aaws%3Abedrock%3Aeu%3A%3Afoundation-model%2Famazon.titan-embed-text-v2%3A0/invoke"
                + " {\"inputText\":\"a\",\"dimensions\":256}");
    assertThat(losses.dropped()).containsExactly("input_type", "user");
    assertThat(losses.refused()).isEmpty();
  }

  @Test
  void refusesWhatTitanCannotBeAsked() {
    written(EmbeddingService.TITAN, request("amazon.titan-embed-text-v1", "a", "b"));

    assertThat(losses.refused()).containsExactly("input (more than one text)", "dimensions");
  }

  @Test
  void asksCohereAndSaysWhatFor() {
    assertThat(written(EmbeddingService.COHERE, request("cohere.embed-v4:0", "a", "b")))
        .isEqualTo(
            "/model/cohere.embed-v4%3A0/invoke {\"texts\":[\"a\",\"b\"],\"input_type\":\"search_query\","
                + "\"embedding_types\":[\"float\"],\"output_dimension\":256}");
  }

  @Test
  void refusesAChoiceOfDimensionsWhereCohereHasNone() {
    written(EmbeddingService.COHERE, request("cohere.embed-english-v3", "a"));

    assertThat(losses.refused()).containsExactly("dimensions");
  }

  @ParameterizedTest
  @EnumSource(names = {"GEMINI", "VERTEX", "TITAN", "COHERE"})
  void refusesTokensOfAnotherMakersModels(EmbeddingService service) {
    written(
        service,
        new EmbeddingRequest(
            "m",
            new EmbeddingInputs.Tokens(1, 3),
            false,
            OptionalLong.empty(),
            Optional.empty(),
            List.of()));

    assertThat(losses.refused()).containsExactly("input (tokens)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GEMINI | {\"embedding\":{\"values\":[0.5,-1]},\"usageMetadata\":{\"promptTokenCount\":4}} | 1 | 4",
        "GEMINI | {\"embeddings\":[{\"values\":[0.5,-1]},{\"values\":[1,2]}]} | 2 | -1",
        "VERTEX | {\"predictions\":[{\"embeddings\":{\"statistics\":{\"truncated\":false,\"token_count\":3},"
            + "\"values\":[0.5,-1]}},{\"embeddings\":{\"values\":[1,2],\"statistics\":{\"token_count\":2}}}],"
            + "\"metadata\":{\"billableCharacterCount\":9}} | 2 | 5",
        "TITAN | {\"embedding\":[0.5,-1],\"embeddingsByType\":{\"float\":[0.5,-1]},\"inputTextTokenCount\":6} | 1 | 6",
        "COHERE | {\"id\":\"1\",\"response_type\":\"embeddings_by_type\",\"embeddings\":{\"float\":[[0.5,-1],[1,2]]},"
            + "\"texts\":[\"a\",\"b\"]} | 2 | -1",
        "COHERE | {\"embeddings\":[[0.5,-1]],\"response_type\":\"embeddings_floats\"} | 1 | -1"
      })
  void readsTheVectorsAndTheCountOfEachProvider(
      EmbeddingService service, String body, int vectors, long tokens) {
    EmbeddingAnswer answer = read(service, body);

    assertThat(answer.vectors()).hasSize(vectors);
    assertThat(answer.vectors().getFirst()).containsExactly(0.5f, -1f);
    assertThat(answer.inputTokens().orElse(-1)).isEqualTo(tokens);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "{\"embedding\":[1,\"a\"]}",
        "{\"embedding\":[1,2}",
        "{\"embedding\":[1e999]}",
        "{\"embedding\":[1,2]}{}",
        "{\"embedding\":[1,2]"
      })
  void takesNothingElseForAnAnswer(String body) {
    assertThat(EmbeddingService.TITAN.dialect().orElseThrow().read(body.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void writesVectorsAsNumbersOrAsOpenAisBase64() {
    EmbeddingAnswer answer =
        new EmbeddingAnswer(List.of(new float[] {0.5f, -1f}), OptionalLong.of(4));

    assertThat(new String(EmbeddingWriter.write(answer, "m", 4, false), UTF_8))
        .isEqualTo(
            "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5,-1.0]}],"
                + "\"model\":\"m\",\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}");
    assertThat(new String(EmbeddingWriter.write(answer, "m", 4, true), UTF_8))
        .contains("\"embedding\":\"AAAAPwAAgL8=\"");
  }

  @Test
  void knowsTheModelsOfBedrockByTheirNames() {
    assertThat(EmbeddingService.ofBedrock("amazon.titan-embed-text-v2:0"))
        .isEqualTo(EmbeddingService.TITAN);
    assertThat(EmbeddingService.ofBedrock("eu.cohere.embed-v4:0"))
        .isEqualTo(EmbeddingService.COHERE);
    assertThat(EmbeddingService.ofBedrock("anthropic.claude-opus-4-1"))
        .isEqualTo(EmbeddingService.NONE);
  }
}
