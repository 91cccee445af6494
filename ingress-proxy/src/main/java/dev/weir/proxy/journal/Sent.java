package dev.weir.proxy.journal;

import dev.weir.proxy.journal.Journal.Waiter;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** An entry that the producer has; told on its thread, looked at by the publisher's. */
final class Sent implements Callback {

  /** What became of it. */
  enum State {
    UNDER_WAY,
    KEPT,
    /** The log never will take it: what is wrong is the record itself. */
    HOPELESS,
    /** To be sent again. */
    FAILED
  }

  private final Position from;
  private final Position after;
  private final long timeMicros;
  private final @Nullable Waiter waiter;
  private volatile State state;
  private volatile @Nullable Exception failure;

  private Sent(
      Position from, Position after, long timeMicros, @Nullable Waiter waiter, State state) {
    this.from = from;
    this.after = after;
    this.timeMicros = timeMicros;
    this.waiter = waiter;
    this.state = state;
  }

  static Sent of(Journal.Next.Found found) {
    return new Sent(
        found.from(), found.after(), found.entry().timeMicros(), found.waiter(), State.UNDER_WAY);
  }

  /** Stands for what was not sent because there is nothing to send. */
  static Sent nothing(Journal.Next.Skipped skipped) {
    return new Sent(skipped.from(), skipped.after(), Long.MAX_VALUE, null, State.KEPT);
  }

  Position from() {
    return from;
  }

  Position after() {
    return after;
  }

  long timeMicros() {
    return timeMicros;
  }

  /** Who still waits for it, or null. */
  @Nullable Waiter waiter() {
    return waiter;
  }

  State state() {
    return state;
  }

  @Nullable Exception failure() {
    return failure;
  }

  /** It was not even handed over. */
  void refused(Exception cause) {
    failure = cause;
    state = State.FAILED;
  }

  // The producer's interface is not null-marked: on success there is no exception.
  @Override
  public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception cause) {
    failure = cause;
    if (cause == null) {
      state = State.KEPT;
      tell(true);
    } else if (isHopeless(cause)) {
      state = State.HOPELESS;
      tell(false);
    } else {
      state = State.FAILED;
    }
  }

  private void tell(boolean kept) {
    if (waiter != null) {
      waiter.acknowledged(kept);
    }
  }

  private static boolean isHopeless(Exception cause) {
    return cause instanceof RecordTooLargeException
        || cause instanceof RecordBatchTooLargeException
        || cause instanceof InvalidRecordException
        || cause instanceof CorruptRecordException
        || cause instanceof SerializationException;
  }
}
