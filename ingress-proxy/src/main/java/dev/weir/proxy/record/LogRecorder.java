package dev.weir.proxy.record;

import dev.weir.governance.identity.Principal;
import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Writes to the log. */
public final class LogRecorder implements Recorder {

  /** What an exchange holds from its start to its end: one full frame and its envelope. */
  static final int RESERVE_BYTES = FrameBuffer.CONTENT_BYTES_MAX + 4 * 1024;

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
  public Optional<ExchangeRecord> open(String requestId, Principal caller, int bodyBytes) {
    if (!sealer.canSeal(caller.team()) || !room.tryClaim(bodyBytes + RESERVE_BYTES)) {
      return Optional.empty();
    }
    return Optional.of(new LoggedExchange(this, requestId, caller, bodyBytes));
  }

  @Override
  public ExchangeRecord lost() {
    return new LostExchange();
  }

  @Override
  public void admission(Admission admission) {
    String key = admission.getTeam().isEmpty() ? admission.getRequestId() : admission.getTeam();
    log.append(Topic.ADMISSIONS, key, admission.getEventId(), admission, this::countLoss);
  }

  @Override
  public void usage(Usage usage) {
    log.append(Topic.TOKEN_COUNTS, usage.getTeam(), usage.getEventId(), usage, this::countLoss);
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
    public void prompt(PromptFields fields, byte[] body, int length, EventLog.Told told) {
      lost.increment();
      told.kept(false);
    }

    @Override
    public boolean relayed(ByteBuffer bytes, int attempt, long offsetMicros) {
      return false;
    }

    @Override
    public void flushAged(long nowNanos) {}

    @Override
    public void end(int attempt, ExchangeEnd end) {
      lost.increment();
    }
  }
}
