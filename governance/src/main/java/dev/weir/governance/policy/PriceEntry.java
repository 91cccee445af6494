package dev.weir.governance.policy;

import java.math.BigDecimal;
import java.time.Instant;

/** The price of one token type of one model from a moment on, as the policy file states it. */
public record PriceEntry(
    String provider,
    String model,
    String tokenType,
    BigDecimal perMillion,
    String currency,
    Instant validFrom,
    String source) {

  /** Digits after the point of a price per million tokens. */
  public static final int SCALE = 12;

  public PriceEntry {
    if (perMillion.signum() < 0) {
      throw new IllegalArgumentException("a price cannot be negative: " + perMillion);
    }
    if (perMillion.stripTrailingZeros().scale() > SCALE) {
      throw new IllegalArgumentException(
          "a price has at most " + SCALE + " digits after the point: " + perMillion);
    }
  }
}
