package dev.weir.proxy.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.proxy.journal.Journal.Waiter;
import dev.weir.schemas.topic.Topic;
import java.util.Optional;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** An entry that the producer has; told on its thread, looked at by the publisher's. */
final class Sent implements Callback {

  private static final byte[] NO_ID = new byte[0];

  /** What became of it. */
  enum State {
    UNDER_WAY,
    KEPT,
    /** The log never will take it: what is wrong is the record itself. */
    HOPELESS,
    /** To be sent again. */
    FAILED,
    /** Refused often enough; hopeless where the log takes others. */
    DOUBTED
  }

  private final UnderWay company;
  private final Position from;
  private final Position after;
  private final Optional<Topic> topic;
  private final byte[] eventId;
  private final int bytes;
  private final long timeMicros;
  private final @Nullable Waiter waiter;
  private volatile State state;
  private volatile @Nullable Exception failure;

  /** An entry that is about to be sent. */
  Sent(Next.Found found, UnderWay company) {
    this.company = company;
    this.from = found.from();
    this.after = found.after();
    this.topic = Optional.of(found.entry().topic());
    this.eventId = found.entry().eventId();
    this.bytes = Segment.sizeOf(found.entry());
    this.timeMicros = found.entry().timeMicros();
    this.waiter = found.waiter();
    this.state = State.UNDER_WAY;
  }

  /** Stands for what is not sent because there is nothing to send. */
  Sent(Next.Skipped skipped, UnderWay company) {
    this.company = company;
    this.from = skipped.from();
    this.after = skipped.after();
    this.topic = Optional.empty();
    this.eventId = NO_ID;
    this.bytes = 0;
    this.timeMicros = Long.MAX_VALUE;
    this.waiter = null;
    this.state = State.KEPT;
  }

  Position from() {
    return from;
  }

  Position after() {
    return after;
  }

  Optional<Topic> topic() {
    return topic;
  }

  String eventIdText() {
    return new String(eventId, UTF_8);
  }

  int bytes() {
    return bytes;
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

  void doubt() {
    state = State.DOUBTED;
  }

  /** It is lost. */
  void giveUp() {
    state = State.HOPELESS;
    tell(false);
  }

  // The producer's interface is not null-marked: on success there is no exception.
  @Override
  public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception cause) {
    failure = cause;
    if (cause == null) {
      state = State.KEPT;
      tell(true);
    } else if (isHopeless(cause)) {
      giveUp();
    } else {
      state = State.FAILED;
      company.failed();
    }
  }

  private void tell(boolean kept) {
    if (waiter != null) {
      waiter.acknowledged(kept);
    }
  }

  /** Found out about this record alone; all else may be another's fault, or pass. */
  private static boolean isHopeless(Exception cause) {
    return cause instanceof RecordTooLargeException || cause instanceof SerializationException;
  }
}
