package dev.weir.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplesTest {

  @Test
  void givesTheSmallestSampleThatEnoughOthersDoNotExceed() {
    Samples samples = of(15_000, 20_000, 35_000, 40_000, 50_000);

    assertThat(samples.micros(5)).isEqualTo(15);
    assertThat(samples.micros(30)).isEqualTo(20);
    assertThat(samples.micros(40)).isEqualTo(20);
    assertThat(samples.micros(50)).isEqualTo(35);
    assertThat(samples.micros(100)).isEqualTo(50);
  }

  @Test
  void isNotANumberWithoutSamples() {
    assertThat(new Samples().micros(50)).isNaN();
  }

  @Test
  void takesMoreSamplesAfterAPercentileWasAsked() {
    Samples samples = of(3_000, 1_000);
    assertThat(samples.micros(100)).isEqualTo(3);

    samples.add(9_000);

    assertThat(samples.micros(100)).isEqualTo(9);
    assertThat(samples.size()).isEqualTo(3);
  }

  @Test
  void refusesAPercentileThatDoesNotExist() {
    assertThatThrownBy(() -> of(1).micros(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> of(1).micros(100.1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void findsTheRankInAnyOrderOfArrival(long seed) {
    List<Long> micros = new ArrayList<>();
    for (long i = 1; i <= 10_000; i++) {
      micros.add(i);
    }
    Collections.shuffle(micros, new Random(seed));
    Samples samples = new Samples();
    micros.forEach(value -> samples.add(value * 1_000));

    assertThat(samples.micros(50)).isEqualTo(5_000);
    assertThat(samples.micros(99)).isEqualTo(9_900);
    assertThat(samples.micros(99.9)).isEqualTo(9_990);
  }

  private static Samples of(long... nanos) {
    Samples samples = new Samples();
    for (long value : nanos) {
      samples.add(value);
    }
    return samples;
  }
}
