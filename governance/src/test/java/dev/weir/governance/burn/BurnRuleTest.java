package dev.weir.governance.burn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BurnRuleTest {

  @Test
  void hasTheNumbersOfTheWorkbookForThirtyDays() {
    assertThat(BurnRule.of(Duration.ofDays(30)))
        .extracting(BurnRule::factor, BurnRule::longWindow, BurnRule::shortWindow)
        .containsExactly(
            tuple(14.4, Duration.ofHours(1), Duration.ofMinutes(5)),
            tuple(6.0, Duration.ofHours(6), Duration.ofMinutes(30)),
            tuple(1.0, Duration.ofDays(3), Duration.ofHours(6)));
  }

  @Test
  void looksOverShorterWindowsForShorterBudgets() {
    assertThat(BurnRule.of(Duration.ofDays(7)))
        .extracting(BurnRule::longWindow, BurnRule::shortWindow)
        .containsExactly(
            tuple(Duration.ofMinutes(14), Duration.ofMinutes(2)),
            tuple(Duration.ofMinutes(84), Duration.ofMinutes(7)),
            tuple(Duration.ofHours(17), Duration.ofMinutes(85)));
    assertThat(BurnRule.of(Duration.ofDays(1)))
        .extracting(BurnRule::longWindow, BurnRule::shortWindow)
        .containsExactly(
            tuple(Duration.ofMinutes(5), Duration.ofMinutes(2)),
            tuple(Duration.ofMinutes(12), Duration.ofMinutes(2)),
            tuple(Duration.ofMinutes(144), Duration.ofMinutes(12)));
  }
}
