package dev.weir.governance.guard;

/** Which texts a guard looks at. */
public enum GuardDirection {
  /** What goes to a model. */
  PROMPT,
  /** What comes back. */
  RESPONSE,
  BOTH;

  /** Whether a guard of this direction looks at {@code one}, which is not {@link #BOTH}. */
  public boolean covers(GuardDirection one) {
    return this == BOTH || this == one;
  }
}
