package dev.weir.governance.escrow;

/** What becomes of credit that is used. */
public enum CreditKind {
  /** It is used up: a budget. */
  BUDGET,
  /** It is used up, and comes again with time: a token bucket. */
  RATE,
  /** It is lent, and comes back with the end of the exchange: requests in flight. */
  LOAN;

  boolean isUsedUp() {
    return this != LOAN;
  }
}
