package dev.weir.standalone.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenCountTest {

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @Test
  void countsCodePointsAndRoundsUp() {
    assertThat(TokenCount.of("")).isZero();
    assertThat(TokenCount.of("abcd")).isEqualTo(1);
    assertThat(TokenCount.of("abcde")).isEqualTo(2);
    assertThat(TokenCount.of("😀😀😀😀")).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void splitsIntoAsManyTokensAsItCountsAndLosesNothing(long seed) {
    var random = new SplittableRandom(seed);
    var text = new StringBuilder();
    for (int i = random.nextInt(60); i > 0; i--) {
      text.appendCodePoint(random.nextBoolean() ? random.nextInt(32, 0x500) : 0x1F600 + i);
    }

    var tokens = TokenCount.split(text.toString());

    assertThat(tokens).hasSize((int) TokenCount.of(text.toString()));
    assertThat(String.join("", tokens)).isEqualTo(text.toString());
  }
}
