package dev.weir.dialects.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmbeddingRequestsTest {

  private static EmbeddingReading read(String body) {
    return EmbeddingRequestParser.read(body.getBytes(UTF_8));
  }

  private static EmbeddingRequest request(String body) {
    return ((EmbeddingReading.Read) read(body)).request();
  }

  @Test
  void readsOneTextLikeAListOfOne() {
    EmbeddingRequest request = request("{\"model\":\"m\",\"input\":\"hello\"}");

    assertThat(request.model()).isEqualTo("m");
    assertThat(request.inputs()).isEqualTo(new EmbeddingInputs.Texts(List.of("hello")));
    assertThat(request.base64()).isFalse();
    assertThat(request.dimensions()).isEmpty();
  }

  @Test
  void readsAllThatOpenAisClientsSend() {
    EmbeddingRequest request =
        request(
            "{\"model\":\"m\",\"input\":[\"a\",\"b\"],\"encoding_format\":\"base64\","
                + "\"dimensions\":256,\"user\":\"u\",\"input_type\":\"search_query\"}");

    assertThat(request.inputs().count()).isEqualTo(2);
    assertThat(request.base64()).isTrue();
    assertThat(request.dimensions()).hasValue(256);
    assertThat(request.inputType()).contains("search_query");
    assertThat(request.others()).containsExactly("user");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[1,2,3] | 1 | 3", "[[1,2],[3]] | 2 | 3", "[[1,2],[3],[]] | 3 | 3"})
  void countsTokensExactlyWhereTheCallerSendsThem(String input, int count, long tokens) {
    EmbeddingInputs inputs = request("{\"model\":\"m\",\"input\":" + input + "}").inputs();

    assertThat(inputs).isEqualTo(new EmbeddingInputs.Tokens(count, tokens));
  }

  @Test
  void estimatesTheTokensOfTexts() {
    assertThat(request("{\"model\":\"m\",\"input\":[\"12345678\",\"1\"]}").inputs().tokens())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "{}", "7", "[\"a\",1]", "[1,\"a\"]", "[[1],\"a\"]", "[1.5]", "null"})
  void refusesAnInputThatIsNeitherTextsNorTokens(String input) {
    assertThat(read("{\"model\":\"m\",\"input\":" + input + "}"))
        .isInstanceOfSatisfying(
            EmbeddingReading.Wrong.class, it -> assertThat(it.message()).contains("'input"));
  }

  @Test
  void saysWhichFieldIsWrong() {
    assertThat(read("{\"input\":\"a\"}"))
        .isEqualTo(new EmbeddingReading.Wrong("The field 'model' is missing."));
    assertThat(read("{\"model\":\"m\",\"input\":\"a\",\"encoding_format\":\"hex\"}"))
        .isEqualTo(
            new EmbeddingReading.Wrong("The field 'encoding_format' must be 'float' or 'base64'."));
  }
}
