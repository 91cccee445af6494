package dev.weir.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalTest {

  private static final Comparison HALF =
      ComparisonTest.of(ComparisonTest.rps(1, "nginx", 100), ComparisonTest.rps(1, "weir", 50));

  @Test
  void isMetAtItsLimit() {
    assertThat(half(Goal.Bound.AT_LEAST, 0.5).judge(HALF)).isEqualTo(new Goal.Verdict.Met(0.5));
    assertThat(half(Goal.Bound.AT_MOST, 0.5).judge(HALF)).isEqualTo(new Goal.Verdict.Met(0.5));
  }

  @Test
  void isMissedBeyondIt() {
    assertThat(half(Goal.Bound.AT_LEAST, 0.6).judge(HALF)).isEqualTo(new Goal.Verdict.Missed(0.5));
    assertThat(half(Goal.Bound.AT_MOST, 0.4).judge(HALF)).isEqualTo(new Goal.Verdict.Missed(0.5));
  }

  @Test
  void isNotMeasuredWithoutFigures() {
    Goal goal = Goal.value("x", "portkey", Metric.REQUESTS_PER_SECOND, Goal.Bound.AT_LEAST, 1);

    assertThat(goal.judge(HALF)).isEqualTo(new Goal.Verdict.NotMeasured());
  }

  private static Goal half(Goal.Bound bound, double limit) {
    return Goal.ratio("x", "weir", Metric.REQUESTS_PER_SECOND, "nginx", bound, limit);
  }
}
