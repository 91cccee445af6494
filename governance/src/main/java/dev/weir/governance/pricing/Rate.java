package dev.weir.governance.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * The price that tokens had.
 *
 * @param validFrom from when on the price book has it
 * @param listPerMillion what everybody pays
 * @param contractedPerMillion what this team pays
 */
public record Rate(Instant validFrom, BigDecimal listPerMillion, BigDecimal contractedPerMillion) {

  private static final int PERCENT_DIGITS = 2;

  static Rate undiscounted(Instant validFrom, BigDecimal perMillion) {
    return new Rate(validFrom, perMillion, perMillion);
  }

  /**
   * The same less {@code percent}. A contracted price has {@value UnitPrice#SCALE} digits after the
   * point like any price; where it would have more, the price is rounded half to even, and no
   * amount ever is.
   */
  Rate less(BigDecimal percent) {
    BigDecimal share = BigDecimal.valueOf(100).subtract(percent).movePointLeft(PERCENT_DIGITS);
    return new Rate(
        validFrom,
        listPerMillion,
        listPerMillion.multiply(share).setScale(UnitPrice.SCALE, RoundingMode.HALF_EVEN));
  }
}
