package dev.weir.proxy.record;

import dev.weir.governance.identity.Principal;
import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Usage;
import java.time.Duration;
import java.util.Optional;

/** Writes down what passes. */
public interface Recorder {

  /**
   * Claims room for an exchange with a body of this many bytes. Nothing where there is no room, or
   * where the team's content cannot be sealed: what must be recorded must then not start.
   */
  Optional<ExchangeRecord> open(
      String requestId, String traceparent, Principal caller, int bodyBytes);

  /** A record of an exchange that goes on although it cannot be recorded: all of it is lost. */
  ExchangeRecord lost();

  /** Whether the log acknowledges within this time, as far as is known. */
  boolean isKeepingUp(Duration within);

  /**
   * Writes a decision.
   *
   * @param traceparent the caller's, or empty
   * @param roomHeld whether an exchange holds room for it; without, it must leave alone what is
   *     promised to others, and is lost where nothing else is free
   */
  void admission(Admission admission, String traceparent, boolean roomHeld);

  /** The same as for an admission. */
  void usage(Usage usage, String traceparent, boolean roomHeld);
}
