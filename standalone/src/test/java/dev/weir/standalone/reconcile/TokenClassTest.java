package dev.weir.standalone.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.pricing.TokenType;
import org.junit.jupiter.api.Test;

final class TokenClassTest {

  @Test
  void countsPartsAsProvidersReportThem() {
    assertThat(TokenClass.of(TokenType.CACHE_READ_AUDIO)).isEqualTo(TokenClass.CACHE_READ);
    assertThat(TokenClass.of(TokenType.CACHE_WRITE_HOUR)).isEqualTo(TokenClass.CACHE_WRITE);
    assertThat(TokenClass.of(TokenType.REASONING)).isEqualTo(TokenClass.OUTPUT);
    assertThat(TokenClass.of(TokenType.AUDIO_OUTPUT)).isEqualTo(TokenClass.AUDIO);
    assertThat(TokenClass.of(TokenType.IMAGE_OUTPUT)).isEqualTo(TokenClass.OUTPUT);
    assertThat(TokenClass.of(TokenType.IMAGE)).isEqualTo(TokenClass.INPUT);
  }
}
