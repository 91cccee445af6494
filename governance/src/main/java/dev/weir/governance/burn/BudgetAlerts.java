package dev.weir.governance.burn;

import java.util.List;

/**
 * What the policy wants told of budgets.
 *
 * @param at the shares in percent that are told when they are reached, each once per window;
 *     ascending
 * @param burnRate whether it is told that a budget is spent too fast
 */
public record BudgetAlerts(List<Integer> at, boolean burnRate) {

  public static final BudgetAlerts DEFAULT = new BudgetAlerts(List.of(50, 80, 100), true);

  private static final int SHARES_MAX = 10;
  private static final int PERCENT_MAX = 1_000;

  public BudgetAlerts {
    at = at.stream().sorted().distinct().toList();
    if (at.size() > SHARES_MAX || at.stream().anyMatch(it -> it < 1 || it > PERCENT_MAX)) {
      throw new IllegalArgumentException(
          "expected at most " + SHARES_MAX + " whole percentages from 1 to " + PERCENT_MAX);
    }
  }
}
