package dev.weir.governance.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnomalyScorerTest {

  @Test
  void saysNothingWhileItLearns() {
    var scorer = new AnomalyScorer();
    for (int i = 0; i < AnomalyScorer.WARM_UP - 1; i++) {
      assertThat(scorer.score(i % 7 == 0 ? 1_000 * i : i)).isZero();
    }
  }

  @Test
  void findsABurstMoreUnusualThanAnyUsualValue() {
    var random = new SplittableRandom(7);
    var scorer = new AnomalyScorer();
    double usual = 0;
    for (int i = 0; i < 1_000; i++) {
      double score = scorer.score(100 + random.nextGaussian() * 5);
      usual = Math.max(usual, score);
    }
    assertThat(scorer.score(300)).isGreaterThan(usual).isGreaterThan(0.95);
  }

  @Test
  void doesNotWonderAtAPeakThatComesEveryDay() {
    var random = new SplittableRandom(11);
    var scorer = new AnomalyScorer();
    double highest = 0;
    for (int i = 0; i < 3_000; i++) {
      double score = scorer.score(daily(i) + random.nextGaussian());
      highest = i < 1_500 ? 0 : Math.max(highest, score);
    }
    assertThat(highest).isLessThan(SeriesWatch.SCORE_MIN);
    assertThat(scorer.score(500)).isGreaterThan(highest);
  }

  @Test
  void findsASmallMovementFarFromZero() {
    var random = new SplittableRandom(13);
    var near = new AnomalyScorer();
    var far = new AnomalyScorer();
    for (int i = 0; i < 1_000; i++) {
      double value = random.nextGaussian();
      assertThat(far.score(1e9 + value)).isCloseTo(near.score(value), within(0.02));
    }
    assertThat(far.score(1e9 + 15)).isGreaterThan(0.95);
    assertThat(far.level()).isCloseTo(1e9, within(1.0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e9})
  void seesASpikeWhateverTheFirstValueWas(double first) {
    var random = new SplittableRandom(13);
    var scorer = new AnomalyScorer();
    scorer.score(first);
    for (int i = 0; i < 1_000; i++) {
      scorer.score(1e9 - first + random.nextGaussian());
    }
    assertThat(scorer.score(1e9 - first + 15)).isGreaterThan(0.9);
  }

  @Test
  void goesOnFromWhatThePreviousVersionWrote() {
    var scorer = new AnomalyScorer();
    for (int i = 0; i < 300; i++) {
      scorer.score(i % 4 == 3 ? 1 : 0);
    }
    byte[] bytes = scorer.bytes();
    var previous = new byte[bytes.length - Double.BYTES];
    previous[0] = 1;
    System.arraycopy(bytes, 1 + Double.BYTES, previous, 1, previous.length - 1);

    assertThat(AnomalyScorer.of(previous).level()).isEqualTo(scorer.level());
  }

  @Test
  void neverAlertsForASeriesThatDoesNotMove() {
    var scorer = new AnomalyScorer();
    for (int i = 0; i < 3_000; i++) {
      assertThat(scorer.score(42)).isZero();
    }
  }

  @Test
  void staysBetweenZeroAndOneWhateverComes() {
    var random = new SplittableRandom(3);
    var scorer = new AnomalyScorer();
    for (int i = 0; i < 3_000; i++) {
      double wild = Double.longBitsToDouble(random.nextLong());
      assertThat(scorer.score(Double.isFinite(wild) ? wild : 0)).isBetween(0.0, 1.0);
    }
  }

  @Test
  void goesOnAlikeWhenItWasWrittenAndRead() {
    var random = new SplittableRandom(5);
    var whole = new AnomalyScorer();
    var kept = new AnomalyScorer();
    for (int i = 0; i < 2_600; i++) {
      double value = random.nextDouble() * 1e7;
      kept = i % 97 == 0 ? AnomalyScorer.of(kept.bytes()) : kept;
      assertThat(kept.score(value)).isEqualTo(whole.score(value));
    }
    assertThat(kept.bytes()).hasSizeLessThan(20_000).isEqualTo(whole.bytes());
  }

  @Test
  void refusesWhatIsNoNumberAndWhatIsNoScorer() {
    var scorer = new AnomalyScorer();
    assertThatThrownBy(() -> scorer.score(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AnomalyScorer.of(new byte[] {1, 0, 0}))
        .hasMessage("too few bytes for a scorer");
    assertThatThrownBy(() -> AnomalyScorer.of(new byte[] {9}))
        .hasMessage("a scorer of version 9 is not known");
  }

  @Test
  void tellsAnAnomalyOnceAndAgainWhenItBecomesWorse() {
    var hold = new AlertHold(3);
    double[] scores = {0.9, 0.8, 0.95, 0.9, 0.9, 0.9, 0.9};
    List<Double> told = new ArrayList<>();
    for (double score : scores) {
      told.add(hold.apply(score));
    }
    assertThat(told).containsExactly(0.9, 0.0, 0.95, 0.0, 0.0, 0.0, 0.9);
  }

  /** The development series; others, that are not here, judge the settings. */
  @Test
  void reachesMoreThan62InTheStandardProfileOfNab() throws Exception {
    String data = System.getenv("WEIR_DATA_DIR");
    assumeTrue(data != null, "WEIR_DATA_DIR names no folder with the series of NAB");
    List<NabSeries> all = NabSeries.readAll(Path.of(data, "anomaly"));

    NabScore score = NabScore.best(all, all.stream().map(it -> scores(it.values())).toList());

    System.out.println(score);
    assertThat(all).hasSizeGreaterThan(30);
    assertThat(score.score()).isGreaterThan(62);
  }

  private static double[] scores(double[] values) {
    var scorer = new AnomalyScorer();
    var hold = new AlertHold(AlertHold.VALUES);
    double[] scores = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      scores[i] = hold.apply(scorer.score(values[i]));
    }
    return scores;
  }

  private static double daily(int i) {
    return i % 288 > 200 && i % 288 < 230 ? 80 : 20;
  }
}
