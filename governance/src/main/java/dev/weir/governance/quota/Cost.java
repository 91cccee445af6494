package dev.weir.governance.quota;

/**
 * What one exchange spends, or may spend, of each unit.
 *
 * @param requests 1, or 0 for a part of an exchange
 * @param tokens of all classes
 * @param usdNanos billionths of a dollar, rounded up; 0 where no price is known
 */
public record Cost(long requests, long tokens, long usdNanos) {

  public static final Cost NOTHING = new Cost(0, 0, 0);

  public Cost {
    if (requests < 0 || tokens < 0 || usdNanos < 0) {
      throw new IllegalArgumentException("a cost cannot be negative");
    }
  }

  /** One request of so many tokens, without a price. */
  public static Cost ofTokens(long tokens) {
    return new Cost(1, tokens, 0);
  }

  /** So much of a limit's unit is reserved for it. */
  public long reserved(LimitUnit unit) {
    return switch (unit) {
      case REQUESTS, CONCURRENT -> requests;
      case TOKENS -> tokens;
      case USD -> usdNanos;
    };
  }

  /** So much of a limit's unit is gone when it has ended. */
  public long spent(LimitUnit unit) {
    return unit == LimitUnit.CONCURRENT ? 0 : reserved(unit);
  }

  /** The same of an exchange that is counted as a request already. */
  public Cost ofPart() {
    return new Cost(0, tokens, usdNanos);
  }

  /** What is left of it; never negative. */
  public Cost less(Cost other) {
    return new Cost(
        Math.max(0, requests - other.requests),
        Math.max(0, tokens - other.tokens),
        Math.max(0, usdNanos - other.usdNanos));
  }

  /** Of each unit what both have. */
  public Cost atMost(Cost other) {
    return new Cost(
        Math.min(requests, other.requests),
        Math.min(tokens, other.tokens),
        Math.min(usdNanos, other.usdNanos));
  }

  public Cost plus(Cost other) {
    return new Cost(
        Math.addExact(requests, other.requests),
        Math.addExact(tokens, other.tokens),
        Math.addExact(usdNanos, other.usdNanos));
  }
}
