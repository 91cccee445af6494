package dev.weir.proxy.exchange;

import dev.weir.governance.quota.Cost;
import dev.weir.proxy.quota.Bill;
import java.math.BigInteger;

/**
 * The bill of one attempt: what can be read of it, and within what is left of the reservation the
 * reasoning that nobody could read.
 */
abstract class AttemptBill implements Bill {

  private final Settlement settlement;
  private final Ending ending;
  private final long requests;
  private final long hidden;
  private Charge charge;
  private Cost spent;

  /** {@code requests}: as which it counts. */
  AttemptBill(Settlement settlement, Ending ending, int bodyBytes, long requests) {
    this.settlement = settlement;
    this.ending = ending;
    this.requests = requests;
    this.charge = settlement.read(ending, bodyBytes);
    this.spent = settlement.cost(ending, charge, requests);
    this.hidden = settlement.hidden(ending, charge);
  }

  /** What it is charged, as far as it was asked for. */
  Charge charge() {
    return charge;
  }

  /** What that comes to. */
  Cost spent() {
    return spent;
  }

  @Override
  public Cost known() {
    return spent;
  }

  @Override
  public Cost hidden(Cost room) {
    if (hidden == 0 || room.tokens() == 0) {
      return Cost.NOTHING;
    }
    Cost known = spent;
    Charge whole = charge.hiding(Math.min(hidden, room.tokens()));
    Cost more = settlement.cost(ending, whole, requests).less(known);
    if (more.usdNanos() > room.usdNanos()) {
      whole = charge.hiding(part(more.tokens(), room.usdNanos(), more.usdNanos()));
      more = settlement.cost(ending, whole, requests).less(known);
    }
    // Prices may have steps: what is dearer than its share is not charged at all.
    if (more.tokens() == 0 || more.usdNanos() > room.usdNanos()) {
      return Cost.NOTHING;
    }
    charge = whole;
    spent = known.plus(more);
    return more;
  }

  private static long part(long tokens, long of, long whole) {
    return BigInteger.valueOf(tokens)
        .multiply(BigInteger.valueOf(of))
        .divide(BigInteger.valueOf(whole))
        .longValueExact();
  }
}
