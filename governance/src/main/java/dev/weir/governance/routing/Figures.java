package dev.weir.governance.routing;

import dev.weir.governance.pricing.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as a reason says them. */
final class Figures {

  private static final double SECOND_MILLIS = 1_000;

  private Figures() {}

  /** One digit after the point, where it says something. */
  static String percent(double percent) {
    return rounded(percent);
  }

  /** {@code 840 ms}, {@code 2.4 s}. */
  static String time(double millis) {
    return millis < SECOND_MILLIS
        ? Math.round(millis) + " ms"
        : rounded(millis / SECOND_MILLIS) + " s";
  }

  /** Every digit, since the difference may be in the last. */
  static String money(Money money) {
    return money.amount().stripTrailingZeros().toPlainString() + " " + money.currency();
  }

  private static String rounded(double value) {
    return BigDecimal.valueOf(value)
        .setScale(1, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
