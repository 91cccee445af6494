package dev.weir.governance.policy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.regex.Pattern;

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

  private static final BigDecimal MAX = BigDecimal.valueOf(1_000_000_000);
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  public PriceEntry {
    if (perMillion.signum() < 0) {
      throw new IllegalArgumentException("a price cannot be negative: " + perMillion);
    }
    if (perMillion.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("a price is at most " + MAX.toPlainString());
    }
    if (perMillion.stripTrailingZeros().scale() > SCALE) {
      throw new IllegalArgumentException(
          "a price has at most " + SCALE + " digits after the point: " + perMillion);
    }
    if (!CURRENCY.matcher(currency).matches()) {
      throw new IllegalArgumentException(
          "a currency has three capital letters (ISO 4217): '" + currency + "'");
    }
  }
}
