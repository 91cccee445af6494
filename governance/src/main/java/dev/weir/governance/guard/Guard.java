package dev.weir.governance.guard;

/**
 * One guard of a policy.
 *
 * @param budget how many characters may be read to look at one prompt, one answer in one piece, or
 *     one part of a stream: reading a text once counts, and all that patterns read of it besides
 * @param operator how it masks, where it does
 * @param restores whether the answer gets back what it has masked in the prompt
 */
public record Guard(
    String id,
    GuardCheck check,
    GuardMode mode,
    GuardDirection direction,
    Share share,
    long budget,
    OnFailure onFailure,
    MaskOperator operator,
    boolean restores) {

  /** What holds where a policy says nothing: as much as the stream reads of a prompt. */
  public static final long BUDGET = 32 * 1024 * 1024;

  /** No guard may hold an exchange up for longer: some forty seconds of a core at the worst. */
  public static final long BUDGET_MAX = 8 * BUDGET;

  /** One that restores what can be restored. */
  public Guard(
      String id,
      GuardCheck check,
      GuardMode mode,
      GuardDirection direction,
      Share share,
      long budget,
      OnFailure onFailure,
      MaskOperator operator) {
    this(id, check, mode, direction, share, budget, onFailure, operator, operator.isReversible());
  }

  public Guard {
    if (id.isBlank() || id.length() > 64) {
      throw new IllegalArgumentException("a guard's id has 1 to 64 characters");
    }
    if (budget <= 0 || budget > BUDGET_MAX) {
      throw new IllegalArgumentException("a guard's budget is from 1 to " + BUDGET_MAX);
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

  /** Whether it must not let pass text that it has not looked at. */
  public boolean failsClosed() {
    return onFailure != OnFailure.FAIL_OPEN;
  }
}
