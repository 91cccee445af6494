package dev.weir.benchmarks.upstream;

import java.util.OptionalInt;

/** One stream in progress: how many events are still to come, when, and for which connection. */
final class EventStream implements Comparable<EventStream> {

  /** Some gateways go on reading when their caller has hung up; such a stream would never end. */
  private static final long ABANDONED_NANOS = 2_000_000_000L;

  private final Connection connection;
  private final long intervalNanos;
  private final OptionalInt slot;
  private final long deliveredBefore;
  private final int events;
  private int sent = 1;
  private long nextAt;
  private long sentAt;

  private EventStream(
      Connection connection,
      int events,
      long intervalNanos,
      OptionalInt slot,
      long deliveredBefore,
      long openedAt) {
    this.connection = connection;
    this.events = events;
    this.intervalNanos = intervalNanos;
    this.slot = slot;
    this.deliveredBefore = deliveredBefore;
    this.nextAt = openedAt + intervalNanos;
    this.sentAt = openedAt;
  }

  /** A stream by the clock, whose first event was sent at {@code openedAt}. */
  static EventStream paced(Connection connection, Scenario.Paced scenario, long openedAt) {
    return new EventStream(
        connection,
        scenario.events(),
        scenario.interval().toNanos(),
        OptionalInt.empty(),
        0,
        openedAt);
  }

  /**
   * A stream as fast as it is taken. {@code deliveredBefore} is read before the first event is
   * sent: the reader may have counted it by the time this exists.
   */
  static EventStream fast(
      Connection connection,
      Scenario.Fast scenario,
      OptionalInt slot,
      long deliveredBefore,
      long openedAt) {
    return new EventStream(connection, scenario.events(), 0, slot, deliveredBefore, openedAt);
  }

  Connection connection() {
    return connection;
  }

  long nextAt() {
    return nextAt;
  }

  boolean ended() {
    return sent >= events;
  }

  /** Whether the reader, when it is one that counts, has received all that was sent. */
  boolean wanted(DeliveredEvents delivered) {
    return slot.isEmpty() || delivered.count(slot.getAsInt()) - deliveredBefore >= sent;
  }

  /** Whether a reader that counts has taken nothing for so long that it must have gone. */
  boolean abandoned(long now) {
    return slot.isPresent() && now - sentAt > ABANDONED_NANOS;
  }

  /** Counts an event as sent at {@code now}, and sets when the next one is due. */
  void advance(long now) {
    sent++;
    sentAt = now;
    nextAt += intervalNanos;
  }

  /** Lets the next event wait one interval: the socket is full. */
  void postpone() {
    nextAt += intervalNanos;
  }

  @Override
  public int compareTo(EventStream other) {
    return Long.compare(nextAt, other.nextAt);
  }
}
