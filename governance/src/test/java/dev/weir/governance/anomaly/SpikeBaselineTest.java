package dev.weir.governance.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpikeBaselineTest {

  private static final SpikeRule RULE = new SpikeRule(60, 10, 1_000, 4, 5, 30);

  @Test
  void reportsABurstWithWhatWasExpected() {
    SpikeBaseline usual = after(60, 5_000);
    assertThat(usual.judge(50_000, RULE))
        .hasValueSatisfying(spike -> {
          assertThat(spike.observed()).isEqualTo(50_000);
          assertThat(spike.expected()).isBetween(4_999.0, 5_001.0);
        });
  }

  @Test
  void isSilentWhileItLearns() {
    assertThat(after(9, 5_000).judge(5_000_000, RULE)).isEmpty();
    assertThat(after(10, 5_000).judge(5_000_000, RULE)).isPresent();
  }

  @Test
  void isSilentBelowTheFloor() {
    SpikeBaseline quiet = SpikeBaseline.EMPTY.learnSilence(100, RULE);
    assertThat(quiet.judge(999, RULE)).isEmpty();
    assertThat(quiet.judge(1_000, RULE)).isPresent();
  }

  @Test
  void isSilentDuringTheHold() {
    SpikeBaseline held = after(60, 5_000).held(RULE);
    assertThat(held.judge(5_000_000, RULE)).isEmpty();
    for (int i = 0; i < 30; i++) {
      assertThat(held.judge(5_000_000, RULE)).isEmpty();
      held = held.learn(5_000, RULE);
    }
    assertThat(held.judge(5_000_000, RULE)).isPresent();
  }

  @Test
  void isNotBlindedByOneBurst() {
    SpikeBaseline after = after(60, 5_000).learn(5_000_000, RULE).learn(5_000, RULE);
    assertThat(after.judge(60_000, RULE)).isPresent();
  }

  @Test
  void learnsALastingChange() {
    SpikeBaseline baseline = after(60, 5_000);
    for (int i = 0; i < 120; i++) {
      baseline = baseline.learn(50_000, RULE);
    }
    assertThat(baseline.judge(60_000, RULE)).isEmpty();
  }

  @Test
  void countsAnySilenceInBoundedTime() {
    assertThat(after(60, 5_000).learnSilence(Long.MAX_VALUE, RULE).level()).isLessThan(0.1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seldomReportsOrdinaryVariation(long seed) {
    var random = new SplittableRandom(seed);
    SpikeBaseline baseline = SpikeBaseline.EMPTY;
    int alerts = 0;
    for (int bucket = 0; bucket < 1_440; bucket++) {
      long tokens = Math.round(5_000 * Math.exp(0.5 * random.nextGaussian()));
      if (baseline.judge(tokens, RULE).isPresent()) {
        alerts++;
        baseline = baseline.held(RULE);
      }
      baseline = baseline.learn(tokens, RULE);
    }
    assertThat(alerts).isLessThanOrEqualTo(1);
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  private static SpikeBaseline after(int buckets, long tokens) {
    SpikeBaseline baseline = SpikeBaseline.EMPTY;
    for (int i = 0; i < buckets; i++) {
      baseline = baseline.learn(tokens, RULE);
    }
    return baseline;
  }
}
