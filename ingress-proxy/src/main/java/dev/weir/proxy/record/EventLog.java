package dev.weir.proxy.record;

import java.time.Duration;
import org.apache.avro.specific.SpecificRecordBase;

/** Where events go. */
public interface EventLog extends AutoCloseable {

  /**
   * Hands an event over and returns at once.
   *
   * @param told told once when the log has acknowledged the event, or never will; on any thread,
   *     maybe this one
   * @return whether the event is kept locally, so that the end of this process does not lose it;
   *     where it is not, nobody is told
   */
  boolean append(Envelope envelope, SpecificRecordBase event, Told told);

  /** The same for an event that has claimed no room: it is refused early. */
  boolean offer(Envelope envelope, SpecificRecordBase event);

  /** Whether the log acknowledges within this time, as far as is known. */
  boolean isKeepingUp(Duration within);

  /** Waits a bounded time for what was handed over. */
  @Override
  void close();

  /** Is told what became of an event. */
  interface Told {

    /** For events whose acknowledgement nobody waits for. */
    Told NOBODY = _ -> {};

    void kept(boolean kept);
  }
}
