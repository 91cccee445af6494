package dev.weir.processors.audit;

import dev.weir.processors.event.Recorded;
import dev.weir.schemas.event.ControlOrder;
import dev.weir.schemas.event.StatementClosing;

/** One thing that an operator did; its key is that of the record. */
sealed interface ControlAct {

  record Ordered(Recorded<ControlOrder> order) implements ControlAct {}

  /** An order's tombstone. */
  record TakenBack() implements ControlAct {}

  record Closed(Recorded<StatementClosing> closing) implements ControlAct {}

  /** A closing's tombstone, which undoes nothing. */
  record Forgotten() implements ControlAct {}
}
