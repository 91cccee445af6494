package dev.weir.dialects.count;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.anthropic.AnthropicDialect;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.WrittenRequest;
import dev.weir.dialects.gemini.CountTokens;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CountServiceTest {

  private static final CallAddress PRO =
      new CallAddress(Optional.of("gemini-pro"), Optional.of(false));

  private static CanonicalRequest anthropic(String body) {
    return ((Reading.Read)
            new AnthropicDialect().read(body.getBytes(UTF_8), CallAddress.SAYS_NOTHING))
        .request();
  }

  private static CanonicalRequest gemini(String body) {
    return ((Reading.Read) CountTokens.read(body.getBytes(UTF_8), PRO)).request();
  }

  private static String written(CountService service, CanonicalRequest request) {
    WrittenRequest written = service.write(request, new Losses());
    return written.path() + " " + new String(written.body(), UTF_8);
  }

  @Test
  void asksTheGeminiApiWithTheWholeRequest() {
    CanonicalRequest request =
        anthropic(
            "{\"model\":\"g\",\"system\":\"be brief\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    assertThat(written(CountService.GEMINI, request))
        .startsWith("/models/g:countTokens {\"generateContentRequest\":{\"model\":\"models/g\",")
        .contains("\"systemInstruction\"", "\"contents\"");
  }

  @Test
  void asksVertexWithInstructionsBesideTheContents() {
    CanonicalRequest request =
        anthropic(
            "{\"model\":\"g\",\"system\":\"be brief\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    assertThat(written(CountService.VERTEX, request))
        .startsWith("/models/g:countTokens {\"")
        .contains("\"systemInstruction\"", "\"contents\"")
        .doesNotContain("generateContentRequest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}",
        "{\"generateContentRequest\":{\"model\":\"models/x\",\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}}",
        "{\"generate_content_request\":{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}}"
      })
  void readsBothFormsOfGeminisRequest(String body) {
    assertThat(written(CountService.ANTHROPIC, gemini(body)))
        .startsWith("/messages/count_tokens {\"model\":\"gemini-pro\"")
        .contains("hi")
        .doesNotContain("max_tokens");
  }

  @Test
  void readsEachProvidersReply() {
    assertThat(CountService.ANTHROPIC.readReply("{\"input_tokens\":7}".getBytes(UTF_8)))
        .hasValue(7);
    assertThat(CountService.VERTEX.readReply("{\"totalTokens\":7}".getBytes(UTF_8))).hasValue(7);
    assertThat(CountService.GEMINI.readReply("{\"totalTokens\":-7}".getBytes(UTF_8))).isEmpty();
    assertThat(CountService.GEMINI.readReply("<html>".getBytes(UTF_8))).isEmpty();
    assertThat(CountService.NONE.readReply("{\"totalTokens\":7}".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void passesARequestOfTheSameDialect() {
    assertThat(CountService.ANTHROPIC.speaks(DialectName.ANTHROPIC)).isTrue();
    assertThat(CountService.VERTEX.speaks(DialectName.GEMINI)).isTrue();
    assertThat(CountService.GEMINI.speaks(DialectName.ANTHROPIC)).isFalse();
    assertThat(CountService.NONE.speaks(DialectName.GEMINI)).isFalse();
  }

  @Test
  void estimatesTextsTurnsToolsAndPictures() {
    CanonicalRequest plain =
        anthropic("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"12345678\"}]}");
    CanonicalRequest rich =
        anthropic(
            "{\"model\":\"m\",\"tools\":[{\"name\":\"find\",\"input_schema\":{}}],\"messages\":[{\"role\":\"user\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"12345678\"},{\"type\":\"image\",\"source\":"
                + "{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}}]}]}");

    assertThat(CountEstimate.of(plain)).isEqualTo(4 + 2);
    assertThat(CountEstimate.of(rich)).isBetween(1_600L + 4 + 3, 1_600L + 4 + 5);
  }
}
