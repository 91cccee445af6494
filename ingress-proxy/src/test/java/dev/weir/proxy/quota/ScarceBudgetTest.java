package dev.weir.proxy.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.quota.Cost;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How much of an answer is reserved where a budget is nearly spent, or small. */
final class ScarceBudgetTest extends GateCase {

  @Test
  void reservesAWholeAnswerWhereABudgetIsNearlySpent() {
    limits(tokens(400_000));
    settle(granted(399_500), 399_500);
    assertThat(answer(501)).isInstanceOf(Asked.Spent.class);
    nanos += Duration.ofSeconds(1).toNanos();

    Hold hold = granted(wish(200, 400, 200));

    assertThat(hold.reserved().tokens()).isEqualTo(400);
    assertThat(answer(wish(90, 110, 90))).isInstanceOf(Asked.Spent.class);
  }

  @Test
  void beginsWithASliceNearTheEndWhereAWholeAnswerIsMuchOfTheBudget() {
    limits(tokens(1_000));
    settle(granted(990), 990);
    assertThat(answer(11)).isInstanceOf(Asked.Spent.class);
    nanos += Duration.ofSeconds(1).toNanos();

    assertThat(granted(wish(5, 9, 5)).reserved().tokens()).isEqualTo(5);
  }

  @Test
  void keepsNobodyOutForEverForTheSakeOfWhatOthersAnswersCameTo() {
    limits(tokens(1_000));

    assertThat(granted(wish(5_000, 4_000, 300)).reserved().tokens()).isEqualTo(300);
    assertThat(answer(5_000)).isInstanceOf(Asked.Spent.class);
  }

  @Test
  void beginsWithTheLeastOfASmallBudgetAlsoNearItsEnd() {
    limits(tokens(1_000));
    settle(granted(990), 990);
    assertThat(answer(11)).isInstanceOf(Asked.Spent.class);
    nanos += Duration.ofSeconds(1).toNanos();

    assertThat(granted(wish(5_000, 5_000, 5)).reserved().tokens()).isEqualTo(5);
  }

  /** Nothing can cut it, and what it has beyond its reservation is spent beyond the budget. */
  @Test
  void reservesNoLessOfABudgetForWhatComesWhole() {
    limits(tokens(1_000));
    assertThat(answer(whole(5_000, 300))).isInstanceOf(Asked.Spent.class);

    limits(tokens(100_000), rate(1_000, 1_000));
    assertThat(answer(whole(5_000, 300))).isInstanceOf(Asked.Spent.class);

    limits(rate(1_000, 1_000));
    assertThat(granted(whole(5_000, 300)).reserved().tokens()).isEqualTo(300);
  }

  private static Wish wish(long usual, long scarce, long least) {
    return new Wish(
        Cost.ofTokens(usual),
        () -> Cost.ofTokens(scarce),
        () -> Cost.ofTokens(least),
        false,
        () -> Cost.NOTHING);
  }

  private static Wish whole(long usual, long least) {
    return new Wish(
        Cost.ofTokens(usual),
        () -> Cost.ofTokens(usual),
        () -> Cost.ofTokens(least),
        true,
        () -> Cost.NOTHING);
  }
}
