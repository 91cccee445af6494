package dev.weir.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Ids that are cut. */
final class CallIdLimitTest {

  @Test
  void cutsNoCharacterIntoHalves() {
    for (String start : new String[] {"", "x"}) {
      String fit = CallIdLimit.CHAT.fit(start + "\uD83D\uDE00".repeat(40));

      assertThat(fit.length()).isBetween(39, 40);
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(fit)).isTrue();
    }
  }
}
