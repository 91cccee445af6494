package dev.weir.governance.books;

import dev.weir.schemas.event.ChargebackRow;
import org.apache.avro.Schema;

/** Rows that put right a price, and charge no use that was not charged before. */
final class PriceCorrection {

  private PriceCorrection() {}

  /** Rows of releases without corrections of prices have no such column. */
  static boolean is(ChargebackRow row) {
    Schema.Field reason = row.getSchema().getField("x_CorrectionReason");
    return reason != null && "price".equals(row.get(reason.pos()));
  }
}
