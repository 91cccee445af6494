package dev.weir.standalone.reconcile;

import java.math.BigDecimal;
import java.util.Comparator;

/**
 * What is compared.
 *
 * @param isCost tokens come before costs
 */
public record Measure(boolean isCost, String text) implements Comparable<Measure> {

  private static final Comparator<Measure> ORDER =
      Comparator.comparing(Measure::isCost).thenComparing(Measure::text);

  /** Tokens of a class. */
  static Measure of(TokenClass tokens) {
    return new Measure(false, tokens.text());
  }

  /** What was to be paid in a currency. */
  static Measure cost(String currency) {
    return new Measure(true, "cost in " + currency);
  }

  @Override
  public int compareTo(Measure other) {
    return ORDER.compare(this, other);
  }

  /** What both sides say of it. */
  public record Sides(BigDecimal weir, BigDecimal export) {

    Sides plus(Sides other) {
      return new Sides(weir.add(other.weir), export.add(other.export));
    }

    public BigDecimal difference() {
      return weir.subtract(export);
    }

    /** Whether the difference is more than this share of what the provider says. */
    public boolean exceeds(BigDecimal share) {
      return difference().abs().compareTo(export.abs().multiply(share)) > 0;
    }
  }
}
