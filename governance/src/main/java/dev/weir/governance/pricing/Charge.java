package dev.weir.governance.pricing;

/** Tokens of one class, with their price where there is one. */
public sealed interface Charge {

  TokenType type();

  long tokens();

  /** The price book had a price when the tokens were used. */
  record Priced(TokenType type, long tokens, UnitPrice price, Money cost) implements Charge {}

  /** The price book had none: the cost is unknown, which is not the same as nothing. */
  record Unpriced(TokenType type, long tokens) implements Charge {}
}
