package dev.weir.governance.guard;

/** What follows when a guard could not look, or not at everything. */
public enum OnFailure {
  /** The exchange goes on, and its record says what was not looked at. */
  FAIL_OPEN,
  /** The exchange is blocked, as if something had been found. */
  FAIL_CLOSED
}
