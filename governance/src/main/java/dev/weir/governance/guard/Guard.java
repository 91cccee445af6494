package dev.weir.governance.guard;

import java.time.Duration;

/**
 * One guard of a policy.
 *
 * @param budget how long it may look at one prompt or one answer
 * @param operator how it masks, where it does
 * @param restores whether the answer gets back what it has masked in the prompt
 */
public record Guard(
    String id,
    GuardCheck check,
    GuardMode mode,
    GuardDirection direction,
    Share share,
    Duration budget,
    OnFailure onFailure,
    MaskOperator operator,
    boolean restores) {

  /** No guard may hold an exchange up for longer. */
  public static final Duration BUDGET_MAX = Duration.ofSeconds(5);

  /** One that restores what can be restored. */
  public Guard(
      String id,
      GuardCheck check,
      GuardMode mode,
      GuardDirection direction,
      Share share,
      Duration budget,
      OnFailure onFailure,
      MaskOperator operator) {
    this(id, check, mode, direction, share, budget, onFailure, operator, operator.isReversible());
  }

  public Guard {
    if (id.isBlank() || id.length() > 64) {
      throw new IllegalArgumentException("a guard's id has 1 to 64 characters");
    }
    if (!budget.isPositive() || budget.compareTo(BUDGET_MAX) > 0) {
      throw new IllegalArgumentException("a guard's budget is from 1ms to 5s");
    }
    if (mode == GuardMode.MASK && !check.isMaskable()) {
      throw new IllegalArgumentException(
          "mode mask is for what is found in a text; use observe, warn or block");
    }
    if (restores && !operator.isReversible()) {
      throw new IllegalArgumentException(
          "only what is masked by replace or synthetic can be restored");
    }
    if (check instanceof GuardCheck.Contents contents
        && !contents.from().isEmpty()
        && direction != GuardDirection.PROMPT) {
      throw new IllegalArgumentException(
          "from tells the texts of a prompt apart: direction is prompt");
    }
    if (check.isOfAnswers() && direction != GuardDirection.RESPONSE) {
      throw new IllegalArgumentException("this guard is for answers: direction is response");
    }
  }

  /** Whether it must not let pass what it has not looked at. */
  public boolean failsClosed() {
    return onFailure == OnFailure.FAIL_CLOSED;
  }
}
