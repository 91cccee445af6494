package dev.weir.proxy.record;

import dev.weir.governance.identity.Principal;
import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Usage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** Writes nothing: for measurements of the path alone. */
public final class NoRecorder implements Recorder {

  private static final ExchangeRecord NOTHING = new Nothing();

  @Override
  public Optional<ExchangeRecord> open(
      String requestId, String traceparent, Principal caller, int bodyBytes) {
    return Optional.of(NOTHING);
  }

  @Override
  public ExchangeRecord lost() {
    return NOTHING;
  }

  @Override
  public boolean isKeepingUp(Duration within) {
    return true;
  }

  @Override
  public void admission(Admission admission, String traceparent, boolean roomHeld) {}

  @Override
  public void usage(Usage usage, String traceparent, boolean roomHeld) {}

  private static final class Nothing implements ExchangeRecord {

    @Override
    public boolean prompt(PromptFields fields, byte[] body, int length, EventLog.Told told) {
      told.kept(true);
      return true;
    }

    @Override
    public boolean relayed(ByteBuffer bytes, int attempt, long offsetMicros, long answerTokens) {
      return true;
    }

    @Override
    public void flushAged(long nowNanos) {}

    @Override
    public void end(int attempt, ExchangeEnd end) {}

    @Override
    public boolean holdsRoom() {
      return true;
    }
  }
}
