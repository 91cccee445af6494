package dev.weir.standalone.statement;

import dev.weir.schemas.event.StatementClosing;
import java.time.Instant;
import java.util.List;

/** The answer to "close these statements". */
public sealed interface Close {

  /** They are closed. */
  record Closed(StatementClosing closing) implements Close {}

  /** There is nothing to close: all of them are closed already. */
  record ClosedBefore() implements Close {}

  /** Somebody else closed some of them at the same time; nothing was closed. */
  record Overtaken() implements Close {}

  /**
   * Usage of the month may still be on its way; nothing was closed.
   *
   * @param from when it may be closed without {@link Waiver#LATE_USAGE}
   */
  record TooEarly(Instant from) implements Close {}

  /**
   * The log may have deleted rows of the month, so a sum over what is left may be too small;
   * nothing was closed.
   *
   * @param wholeSince rows that were written before are gone
   */
  record Incomplete(Instant wholeSince) implements Close {}

  /**
   * The team gives or bears shared costs, so its statement depends on those of others; nothing was
   * closed.
   *
   * @param others whose statements are open
   */
  record Entangled(String rule, List<String> others) implements Close {}
}
