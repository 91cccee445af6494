package dev.weir.standalone.statement;

import java.math.BigDecimal;

/** Numbers as they stand in files: exact, and without zeros that say nothing. */
final class Plain {

  private Plain() {}

  static String text(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }
}
