package dev.weir.governance.detection.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomnessTest {

  @Test
  void measuresEntropyInBitsForEachCharacter() {
    assertThat(Randomness.entropy("")).isZero();
    assertThat(Randomness.entropy("aaaa")).isZero();
    assertThat(Randomness.entropy("abab")).isEqualTo(1);
    assertThat(Randomness.entropy("abcdefgh")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"forgot-password", "getUserAccessToken", "PRODUCTION_DATABASE", "centipede"})
  void knowsWords(String value) {
    assertThat(Randomness.wordShare(value)).isGreaterThan(0.7);
  }

  @Test
  void takesFewRandomValuesForWords() {
    int taken = 0;
    for (long seed = 0; seed < 1_000; seed++) {
      String value = Shapes.fill("<L32>", new SplittableRandom(seed));
      taken += Randomness.wordShare(value) >= 0.5 ? 1 : 0;
    }
    assertThat(taken).isLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-11-17-batch7",
        "release-2024.11-rc2-linux64",
        "2024-11-17T10:20:30Z-eu-west-1"
      })
  void readsWhatPeopleNameThings(String value) {
    assertThat(Randomness.isReadable(value)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<L4>-<L4>-<L4>-<L4>",
        "<C5>-<C5>-<C5>-<C5>",
        "<A6>_<A6>_<A6>",
        "<H8>-<H4>-<H4>-<H12>"
      })
  void readsNextToNoKeyInGroups(String shape) {
    int read = 0;
    for (long seed = 0; seed < 10_000; seed++) {
      read += Randomness.isReadable(Shapes.fill(shape, new SplittableRandom(seed))) ? 1 : 0;
    }
    assertThat(read).isLessThan(20);
  }

  @Test
  void seesRowsAndBraids() {
    assertThat(Randomness.longestRow("x4567y")).isEqualTo(4);
    assertThat(Randomness.longestRow("dcba")).isEqualTo(4);
    assertThat(Randomness.longestRow("zz0000")).isEqualTo(4);
    assertThat(Randomness.longestBraid("a1b2c3d4")).isEqualTo(8);
    assertThat(Randomness.longestBraid("q8w2zt5p")).isLessThan(4);
  }
}
