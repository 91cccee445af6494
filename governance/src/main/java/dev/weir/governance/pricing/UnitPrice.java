package dev.weir.governance.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/** What a million tokens cost from an instant on, until the next price takes over. */
public record UnitPrice(Instant validFrom, BigDecimal perMillion) {

  /** Digits after the point of a price per million. */
  public static final int SCALE = 12;

  private static final int MILLION_DIGITS = 6;

  public UnitPrice {
    if (perMillion.signum() < 0) {
      throw new IllegalArgumentException("a price cannot be negative: " + perMillion);
    }
    perMillion = perMillion.setScale(SCALE, RoundingMode.UNNECESSARY);
  }

  /** The exact cost of {@code tokens}; nothing is rounded. */
  public Money of(long tokens, String currency) {
    return new Money(
        perMillion.multiply(BigDecimal.valueOf(tokens)).movePointLeft(MILLION_DIGITS), currency);
  }
}
