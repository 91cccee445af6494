package dev.weir.governance.statement;

/** By what a shared cost is split. */
public enum SplitBasis {
  /** By what each team's own use of the month cost, in the same currency. */
  COST("cost"),
  /** By how many tokens each team used in the month. */
  TOKENS("tokens"),
  /** By shares that the policy states. */
  FIXED("fixed");

  private final String text;

  SplitBasis(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
