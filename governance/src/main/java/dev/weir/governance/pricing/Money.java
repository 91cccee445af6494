package dev.weir.governance.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** An exact amount in one currency (ISO 4217), with {@value #SCALE} digits after the point. */
public record Money(BigDecimal amount, String currency) {

  /** Enough for one token at a price per million with 12 digits after the point. */
  public static final int SCALE = 18;

  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  public Money {
    if (!CURRENCY.matcher(currency).matches()) {
      throw new IllegalArgumentException("not a currency code: " + currency);
    }
    amount = amount.setScale(SCALE, RoundingMode.UNNECESSARY);
  }

  public static Money zero(String currency) {
    return new Money(BigDecimal.ZERO, currency);
  }

  /** The sum; amounts of different currencies do not add up. */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
    }
    return new Money(amount.add(other.amount), currency);
  }
}
