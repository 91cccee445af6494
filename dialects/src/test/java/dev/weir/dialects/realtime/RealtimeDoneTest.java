package dev.weir.dialects.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.usage.TokenCounts;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a response has cost, and how it ended. */
final class RealtimeDoneTest {

  private static RealtimeDone of(String response) {
    byte[] bytes =
        ("{\"type\":\"response.done\",\"response\":" + response + "}")
            .getBytes(StandardCharsets.UTF_8);
    return RealtimeDone.of(bytes, bytes.length);
  }

  @Test
  void countsEachTokenOnceThoughCachedOnesAreNamedTwice() {
    RealtimeDone done =
        of(
            """
            {"status":"completed","usage":{"total_tokens":275,"input_tokens":127,\
            "output_tokens":148,"input_token_details":{"text_tokens":80,"audio_tokens":47,\
            "cached_tokens":64,"cached_tokens_details":{"text_tokens":40,"audio_tokens":24}},\
            "output_token_details":{"text_tokens":36,"audio_tokens":112}}}\
            """);

    TokenCounts counts = done.counts().orElseThrow();
    assertThat(counts)
        .isEqualTo(
            new TokenCounts(40, 64, 0, 36, 0, 23 + 112, 0, new TokenCounts.Parts(0, 24, 112, 0)));
    assertThat(counts.total()).isEqualTo(275);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"status\":\"completed\"} | completed | false",
        "{\"status\":\"cancelled\",\"status_details\":{\"reason\":\"turn_detected\"}}"
            + " | cancelled:turn_detected | false",
        "{\"status\":\"incomplete\",\"status_details\":{\"reason\":\"max_output_tokens\"}}"
            + " | incomplete:max_output_tokens | false",
        "{\"status\":\"failed\",\"status_details\":{\"error\":{\"code\":\"server_error\"}}}"
            + " | failed:server_error | true"
      })
  void saysHowItEnded(String response, String reason, boolean failed) {
    RealtimeDone done = of(response);

    assertThat(done.finishReason()).isEqualTo(reason);
    assertThat(done.failed()).isEqualTo(failed);
    assertThat(done.counts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7",
        "{\"status\":7,\"usage\":{\"input_tokens\":-1,\"output_tokens\":2}}",
        "{\"usage\":{\"input_tokens\":\"12\"}}"
      })
  void countsNothingThatIsNoCount(String response) {
    assertThat(of(response).counts()).isEmpty();
  }
}
