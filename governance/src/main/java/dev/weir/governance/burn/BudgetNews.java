package dev.weir.governance.burn;

import java.time.Instant;

/** What somebody should hear of a budget. */
public sealed interface BudgetNews {

  /** A share of the limit is used; those below it that were passed at once are told with it. */
  record ShareReached(Instant windowStart, int percent, long spent) implements BudgetNews {}

  /** The budget is spent too fast: at this many times its sustainable rate. */
  record BurnBegan(BurnRule rule, Instant since, double burn) implements BudgetNews {}

  /** It is not any more, or its window is over. */
  record BurnEnded(BurnRule rule, Instant since, double burn) implements BudgetNews {}
}
