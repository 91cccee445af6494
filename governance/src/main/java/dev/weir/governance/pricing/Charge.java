package dev.weir.governance.pricing;

/** Tokens of one class, with their price where there is one. */
public sealed interface Charge {

  TokenType type();

  long tokens();

  /** The price book had a price when the tokens were used. */
  record Priced(TokenType type, long tokens, Rate rate, String currency) implements Charge {

    /** What is due: at the contracted price. */
    public Money cost() {
      return UnitPrice.cost(tokens, rate.contractedPerMillion(), currency);
    }

    /** What it would be without a discount. */
    public Money listCost() {
      return UnitPrice.cost(tokens, rate.listPerMillion(), currency);
    }
  }

  /** The price book had none: the cost is unknown, which is not the same as nothing. */
  record Unpriced(TokenType type, long tokens) implements Charge {}
}
