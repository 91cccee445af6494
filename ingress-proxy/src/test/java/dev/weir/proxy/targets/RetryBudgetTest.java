package dev.weir.proxy.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.routing.RetryRules;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RetryBudgetTest {

  private static final long SECOND = 1_000_000_000L;

  private static RetryBudget budget(long percent, long perSecond) {
    return new RetryBudget(
        new RetryRules(percent, perSecond, Duration.ofMillis(1), Duration.ofMillis(1)));
  }

  private static long taken(RetryBudget budget, int wanted, long nanos) {
    return IntStream.range(0, wanted).filter(_ -> budget.take(nanos)).count();
  }

  @Test
  void allowsAShareOfTheRequests() {
    RetryBudget budget = budget(20, 0);
    IntStream.range(0, 100).forEach(_ -> budget.request(0));

    assertThat(taken(budget, 100, 0)).isEqualTo(20);
    assertThat(budget.allows(0)).isFalse();
  }

  @Test
  void allowsAFewWhereThereAreNoRequests() {
    assertThat(taken(budget(20, 2), 100, 0)).isEqualTo(20);
    assertThat(taken(budget(20, 0), 100, 0)).isZero();
  }

  @Test
  void forgetsWhatIsTenSecondsAgo() {
    RetryBudget budget = budget(50, 0);
    IntStream.range(0, 10).forEach(_ -> budget.request(0));
    assertThat(taken(budget, 10, 9 * SECOND)).isEqualTo(5);

    assertThat(budget.allows(10 * SECOND)).isFalse();
    IntStream.range(0, 12).forEach(_ -> budget.request(10 * SECOND));
    assertThat(taken(budget, 10, 10 * SECOND)).isEqualTo(1);
    assertThat(taken(budget, 10, 19 * SECOND)).isEqualTo(5);
    assertThat(taken(budget, 10, 100 * SECOND)).isZero();
  }

  @Test
  void countsOnAClockThatBeginsBelowZero() {
    RetryBudget budget = budget(100, 0);
    budget.request(-3 * SECOND);

    assertThat(taken(budget, 2, SECOND)).isEqualTo(1);
  }
}
