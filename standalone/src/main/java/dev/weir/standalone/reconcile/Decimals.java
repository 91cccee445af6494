package dev.weir.standalone.reconcile;

import java.math.BigDecimal;

/** Numbers as others write them. */
final class Decimals {

  private static final int LENGTH_MAX = 60;
  private static final int DIGITS_MAX = 40;

  private Decimals() {}

  /**
   * The number, exactly. Of a sane size: {@code 1e999999999} is a number too, and would take all
   * memory when it is added up.
   *
   * @throws NumberFormatException where it is none
   */
  static BigDecimal read(String text) {
    if (text.length() > LENGTH_MAX) {
      throw new NumberFormatException("longer than " + LENGTH_MAX);
    }
    BigDecimal number = new BigDecimal(text.strip());
    if (Math.abs((long) number.scale()) > DIGITS_MAX || number.precision() > LENGTH_MAX) {
      throw new NumberFormatException("more than " + DIGITS_MAX + " digits");
    }
    return number;
  }
}
