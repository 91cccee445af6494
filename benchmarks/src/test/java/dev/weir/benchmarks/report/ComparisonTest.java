package dev.weir.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void takesTheMiddleOfOddAndTheMeanOfTheMiddlesOfEven() {
    assertThat(Comparison.median(DoubleStream.of(9, 1, 5))).hasValue(5);
    assertThat(Comparison.median(DoubleStream.of(9, 1, 5, 7))).hasValue(6);
    assertThat(Comparison.median(DoubleStream.empty())).isEmpty();
  }

  @Test
  void dividesWithinARoundBeforeItTakesTheMedian() {
    Comparison comparison =
        of(
            rps(1, "nginx", 100), rps(1, "weir", 50),
            rps(2, "nginx", 200), rps(2, "weir", 120),
            rps(3, "nginx", 1_000), rps(3, "weir", 900));

    assertThat(comparison.median("weir", Metric.REQUESTS_PER_SECOND)).hasValue(120);
    assertThat(comparison.ratio("weir", Metric.REQUESTS_PER_SECOND, "nginx").getAsDouble())
        .isCloseTo(0.6, within(1e-9));
  }

  @Test
  void takesAddedTimeFromTheDirectCallOfTheSameRound() {
    Comparison comparison =
        of(p50(1, "direct", 30), p50(1, "nginx", 130), p50(2, "direct", 50), p50(2, "nginx", 250));

    assertThat(comparison.median("nginx", Metric.ADDED_P50_MICROS)).hasValue(150);
    assertThat(comparison.median("direct", Metric.ADDED_P50_MICROS)).isEmpty();
  }

  @Test
  void hasNoRatioWhereTheReferenceIsLostInNoise() {
    Comparison comparison = of(p50(1, "direct", 30), p50(1, "nginx", 29), p50(1, "weir", 60));

    assertThat(comparison.ratio("weir", Metric.ADDED_P50_MICROS, "nginx")).isEmpty();
  }

  @Test
  void leavesOutARoundInWhichACandidateBroke() {
    Comparison comparison = of(rps(1, "nginx", 100), rps(1, "weir", 70), rps(2, "nginx", 100));

    assertThat(comparison.ratio("weir", Metric.REQUESTS_PER_SECOND, "nginx")).hasValue(0.7);
  }

  @Test
  void dropsWhatIsNotANumber() {
    assertThat(rps(1, "direct", Double.NaN).values()).isEmpty();
  }

  static Comparison of(Figures... figures) {
    return new Comparison(List.of(figures), "direct");
  }

  static Figures rps(int round, String candidate, double value) {
    return new Figures(round, candidate, Map.of(Metric.REQUESTS_PER_SECOND, value));
  }

  private static Figures p50(int round, String candidate, double value) {
    return new Figures(round, candidate, Map.of(Metric.FIXED_RATE_P50_MICROS, value));
  }
}
