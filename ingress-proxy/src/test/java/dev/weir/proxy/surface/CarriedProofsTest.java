package dev.weir.proxy.surface;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CarriedProofsTest {

  private static boolean areIn(String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return CarriedProofs.areIn(bytes, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"signature\":\"weir:gemini:c2ln\"}",
        "{\"encrypted_content\":\"weir:anthropic:signature:EqQB\"}",
        "{\"data\":\"weir:call:c2ln\"}",
        "{\"thoughtSignature\": \"d2VpcjphbnRocm9waWM6c2ln\"}"
      })
  void areFoundWhereTheyBeginAString(String body) {
    assertThat(areIn(body)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"content\":\"say \\\"weir:gemini:x\\\" aloud\"}",
        "{\"content\":\"weir: what is it?\"}",
        "{\"content\":\"weir:unknown:x\"}",
        "{\"content\":\"a weir:gemini:x\"}",
        "{\"content\":\"weir:gem",
        "\""
      })
  void areNotSeenInWords(String body) {
    assertThat(areIn(body)).isFalse();
  }
}
