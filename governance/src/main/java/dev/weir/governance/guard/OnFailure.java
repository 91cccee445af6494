package dev.weir.governance.guard;

/** What follows when a guard could not look, or not at everything. */
public enum OnFailure {
  /** The exchange goes on, and its record says what was not looked at. */
  FAIL_OPEN,
  /**
   * The exchange is blocked where text was not looked at, as if something had been found. Media, in
   * which no guard reads anything, pass.
   */
  FAIL_CLOSED_TEXT,
  /** The exchange is blocked, whatever was not looked at. */
  FAIL_CLOSED;

  /** What holds where a policy says nothing: who hides or refuses lets nothing out unread. */
  public static OnFailure usual(GuardMode mode) {
    return switch (mode) {
      case OBSERVE, WARN -> FAIL_OPEN;
      case MASK, BLOCK -> FAIL_CLOSED_TEXT;
    };
  }
}
