package dev.weir.governance.policy;

import dev.weir.governance.pricing.PriceStep;
import dev.weir.governance.pricing.ServiceTier;
import dev.weir.governance.pricing.UnitPrice;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The price of one token type of one model from a moment on, as the policy file states it.
 *
 * @param steps other prices of requests with long prompts
 */
public record PriceEntry(
    String provider,
    String model,
    String tokenType,
    ServiceTier tier,
    BigDecimal perMillion,
    List<PriceStep> steps,
    String currency,
    Instant validFrom,
    String source) {

  /** Digits after the point of a price per million tokens. */
  public static final int SCALE = UnitPrice.SCALE;

  private static final BigDecimal MAX = BigDecimal.valueOf(1_000_000_000);
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  public PriceEntry {
    check(perMillion);
    steps = List.copyOf(steps);
    if (!CURRENCY.matcher(currency).matches()) {
      throw new IllegalArgumentException(
          "a currency has three capital letters (ISO 4217): '" + currency + "'");
    }
    // What a price over time refuses: more steps than there may be, or two at one place.
    var _ = new UnitPrice(validFrom, perMillion, steps);
  }

  /** One price, in the default tier and whatever the length of the prompt. */
  public PriceEntry(
      String provider,
      String model,
      String tokenType,
      BigDecimal perMillion,
      String currency,
      Instant validFrom,
      String source) {
    this(
        provider,
        model,
        tokenType,
        ServiceTier.DEFAULT,
        perMillion,
        List.of(),
        currency,
        validFrom,
        source);
  }

  /**
   * Whether it is a price.
   *
   * @throws IllegalArgumentException with the reason where it is none
   */
  static void check(BigDecimal perMillion) {
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
  }

  /** The key of the price book's topic: what it is the price of. */
  public String bookKey() {
    String key = provider + "|" + model + "|" + tokenType;
    return tier.isDefault() ? key : key + "|" + tier.name();
  }
}
