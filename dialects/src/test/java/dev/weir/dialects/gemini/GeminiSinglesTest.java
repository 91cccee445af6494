package dev.weir.dialects.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.text.TextParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One thing where an array of them is usual, as Google's own examples write it. */
final class GeminiSinglesTest {

  private static final CallAddress ADDRESS =
      new CallAddress(Optional.of("gemini-2.5-flash"), Optional.of(false));

  private static final String SINGLE =
      """
      {"system_instruction":{"parts":{"text":"be brief"}},
       "contents":{"role":"user","parts":{"text":"hi"}},
       "tools":{"functionDeclarations":{"name":"f"}},
       "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":"f"}},
       "generationConfig":{"stopSequences":"END"}}
      """;
  private static final String ARRAYS =
      """
      {"system_instruction":{"parts":[{"text":"be brief"}]},
       "contents":[{"role":"user","parts":[{"text":"hi"}]}],
       "tools":[{"functionDeclarations":[{"name":"f"}]}],
       "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},
       "generationConfig":{"stopSequences":["END"]}}
      """;

  private static Reading read(String body) {
    return new GeminiDialect().read(body.getBytes(UTF_8), ADDRESS);
  }

  private static CanonicalRequest request(String body) {
    assertThat(read(body)).isInstanceOf(Reading.Read.class);
    return ((Reading.Read) read(body)).request();
  }

  @Test
  void readsOneForAnArrayOfIt() {
    assertThat(request(SINGLE)).isEqualTo(request(ARRAYS));
  }

  /** A body that passes as it came is inspected as well. */
  @Test
  void showsItsTextsToTheGuards() {
    byte[] body = SINGLE.getBytes(UTF_8);
    List<String> seen = new ArrayList<>();

    var _ =
        TextParts.rewriteRequest(
            DialectName.GEMINI,
            body,
            body.length,
            part -> {
              seen.add(part.text());
              return part.text();
            });

    assertThat(seen).contains("be brief", "hi");
  }

  @Test
  void asksForAPictureAlsoByAWordAlone() {
    CanonicalRequest request =
        request(
            "{\"contents\":{\"parts\":{\"text\":\"draw\"}},"
                + "\"generationConfig\":{\"responseModalities\":\"IMAGE\"}}");

    assertThat(request.extras().needed()).contains("generationConfig.responseModalities");
  }

  @Test
  void stillNamesWhatIsNeither() {
    assertThat(read("{\"contents\":3}"))
        .isInstanceOf(Reading.Wrong.class)
        .extracting(it -> ((Reading.Wrong) it).field())
        .isEqualTo("contents");
  }
}
