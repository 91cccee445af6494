package dev.weir.governance.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Charges as limits of money count them: whole billionths of a US dollar, rounded up. */
public final class UsdNanos {

  private static final String CURRENCY = "USD";
  private static final BigDecimal PER_USD = BigDecimal.valueOf(1_000_000_000L);

  /** What costs more is beyond every limit, and sums of it stay in a long. */
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE >> 16);

  private UsdNanos() {}

  /** What has no price, or one in another currency, counts nothing. */
  public static long of(List<Charge> charges) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Charge charge : charges) {
      if (charge instanceof Charge.Priced it && it.currency().equals(CURRENCY)) {
        sum = sum.add(it.cost().amount());
      }
    }
    return sum.multiply(PER_USD).min(MAX).setScale(0, RoundingMode.CEILING).longValue();
  }
}
