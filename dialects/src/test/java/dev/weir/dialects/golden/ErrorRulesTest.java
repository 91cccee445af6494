package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.golden.Translation.error;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.ProviderError;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an error of one dialect is in another. */
final class ErrorRulesTest {

  @ParameterizedTest
  @EnumSource
  void readsAnErrorPageOrNothingByItsStatus(DialectName dialect) {
    for (String body : new String[] {"", "<html><body>Bad Gateway</body></html>", "null", "[]"}) {
      ProviderError error = Dialects.of(dialect).readError(503, body.getBytes(UTF_8));

      assertThat(error.kind()).isEqualTo(ErrorKind.OVERLOADED);
      assertThat(error.message()).isNotEmpty().doesNotContain("html");
    }
  }

  @Test
  void readsACodeThatIsANumber() {
    ProviderError error =
        Dialects.of(OPENAI_CHAT)
            .readError(429, "{\"error\":{\"message\":\"slow\",\"code\":429}}".getBytes(UTF_8));

    assertThat(error.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
    assertThat(error.message()).isEqualTo("slow");
  }

  /** Each type is one that the caller's SDK knows; another provider's never shows. */
  @ParameterizedTest
  @CsvSource({
    "400, invalid_request_error, INVALID_ARGUMENT",
    "401, authentication_error, UNAUTHENTICATED",
    "403, permission_error, PERMISSION_DENIED",
    "404, not_found_error, NOT_FOUND",
    "429, rate_limit_error, RESOURCE_EXHAUSTED",
    "500, api_error, INTERNAL",
    "503, overloaded_error, UNAVAILABLE"
  })
  void staysWithinTheTypesOfTheCallersDialect(int status, String claude, String google) {
    String body = "{\"error\":{\"message\":\"m\",\"type\":\"something_else\",\"code\":\"odd\"}}";

    JsonNode toClaude = error(OPENAI_CHAT, ANTHROPIC, status, body);
    assertThat(toClaude.path("type").asText()).isEqualTo("error");
    assertThat(toClaude.at("/error/type").asText()).isEqualTo(claude);
    JsonNode toGemini = error(OPENAI_CHAT, GEMINI, status, body);
    assertThat(toGemini.at("/error/status").asText()).isEqualTo(google);
    assertThat(toGemini.at("/error/code").asInt()).isEqualTo(status);
  }

  @Test
  void readsWhenToTryAgainFromGooglesRetryInfo() {
    String body =
        """
        {"error":{"code":429,"message":"slow","status":"RESOURCE_EXHAUSTED","details":[
         {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.07s"}]}}
        """;

    assertThat(Dialects.of(GEMINI).readError(429, body.getBytes(UTF_8)).retryAfterMillis())
        .isEqualTo(OptionalLong.of(34_070));
  }

  @Test
  void takesClaudesOverloadForTheUnavailabilityOfOthersAndBack() {
    String claude =
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}";

    assertThat(Dialects.of(ANTHROPIC).readError(529, claude.getBytes(UTF_8)).kind())
        .isEqualTo(ErrorKind.OVERLOADED);
    assertThat(error(ANTHROPIC, GEMINI, 529, claude).at("/error/status").asText())
        .isEqualTo("UNAVAILABLE");
    assertThat(
            error(
                    GEMINI,
                    ANTHROPIC,
                    503,
                    "{\"error\":{\"code\":503,\"message\":\"m\",\"status\":\"UNAVAILABLE\"}}")
                .at("/error/type")
                .asText())
        .isEqualTo("overloaded_error");
  }
}
