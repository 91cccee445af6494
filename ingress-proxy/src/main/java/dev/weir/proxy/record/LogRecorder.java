package dev.weir.proxy.record;

import dev.weir.governance.identity.Principal;
import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.avro.specific.SpecificRecordBase;

/** Writes to the log. */
public final class LogRecorder implements Recorder {

  /** What an exchange holds to its end: a full frame, its usage, its admission, envelopes. */
  static final int RESERVE_BYTES = FrameBuffer.CONTENT_BYTES_MAX + 8 * 1024;

  /** What the record of a prompt has besides its body. */
  static final int PROMPT_BYTES = 2 * 1024;

  /** An admission or a usage with its envelope. */
  private static final int SMALL_BYTES = 4 * 1024;

  private final EventLog log;
  private final RecordRoom room;
  private final Sealer sealer;
  private final LongAdder lost = new LongAdder();

  public LogRecorder(EventLog log, RecordRoom room, Sealer sealer) {
    this.log = log;
    this.room = room;
    this.sealer = sealer;
  }

  @Override
  public Optional<ExchangeRecord> open(
      String requestId, String traceparent, Principal caller, int bodyBytes) {
    if (!sealer.canSeal(caller.team())
        || !room.tryClaim(bodyBytes + PROMPT_BYTES + RESERVE_BYTES)) {
      return Optional.empty();
    }
    return Optional.of(new LoggedExchange(this, requestId, traceparent, caller, bodyBytes));
  }

  @Override
  public ExchangeRecord lost() {
    return new LostExchange();
  }

  @Override
  public boolean isKeepingUp(Duration within) {
    return log.isKeepingUp(within);
  }

  @Override
  public void admission(Admission admission, String traceparent, boolean roomHeld) {
    boolean stranger = admission.getTeam().isEmpty();
    Envelope envelope =
        new Envelope(
            Topic.ADMISSIONS,
            stranger ? admission.getRequestId() : admission.getTeam(),
            admission.getEventId(),
            traceparent);
    countLoss(
        roomHeld
            ? log.append(envelope, admission, EventLog.Told.NOBODY)
            : appendWithoutRoom(envelope, admission, stranger));
  }

  @Override
  public void usage(Usage usage, String traceparent, boolean roomHeld) {
    Envelope envelope =
        new Envelope(Topic.TOKEN_COUNTS, usage.getTeam(), usage.getEventId(), traceparent);
    countLoss(
        roomHeld
            ? log.append(envelope, usage, EventLog.Told.NOBODY)
            : appendWithoutRoom(envelope, usage, false));
  }

  /** Claims room for the moment: what is promised to exchanges in flight stays theirs. */
  private boolean appendWithoutRoom(Envelope envelope, SpecificRecordBase event, boolean stranger) {
    if (!room.tryClaim(SMALL_BYTES)) {
      return false;
    }
    try {
      return stranger
          ? log.offer(envelope, event)
          : log.append(envelope, event, EventLog.Told.NOBODY);
    } finally {
      room.release(SMALL_BYTES);
    }
  }

  /** Records that should be in the log and are not. Anything but zero is an incident. */
  public long lostRecords() {
    return lost.sum();
  }

  EventLog log() {
    return log;
  }

  RecordRoom room() {
    return room;
  }

  Sealer sealer() {
    return sealer;
  }

  void countLoss(boolean kept) {
    if (!kept) {
      lost.increment();
    }
  }

  private final class LostExchange implements ExchangeRecord {

    @Override
    public boolean prompt(PromptFields fields, byte[] body, int length, EventLog.Told told) {
      lost.increment();
      return false;
    }

    @Override
    public boolean relayed(ByteBuffer bytes, int attempt, long offsetMicros, long answerTokens) {
      return false;
    }

    @Override
    public void flushAged(long nowNanos) {}

    @Override
    public boolean holdsRoom() {
      return false;
    }

    @Override
    public void end(int attempt, ExchangeEnd end) {
      lost.increment();
    }
  }
}
