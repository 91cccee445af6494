package dev.weir.processors.charge;

/** What is due to an account and not charged to it yet; less than nothing where it has to go. */
record Balance(long tokens, long estimated, long requests) {

  static final Balance ZERO = new Balance(0, 0, 0);

  Balance plus(Balance other) {
    return new Balance(
        Math.addExact(tokens, other.tokens),
        Math.addExact(estimated, other.estimated),
        Math.addExact(requests, other.requests));
  }

  Balance negated() {
    return new Balance(
        Math.negateExact(tokens), Math.negateExact(estimated), Math.negateExact(requests));
  }

  boolean isZero() {
    return equals(ZERO);
  }
}
