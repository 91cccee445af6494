package dev.weir.proxy.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.governance.identity.Principal;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.privacy.DataKey;
import dev.weir.governance.privacy.DataKeyRing;
import dev.weir.governance.privacy.NonceSequence;
import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

class LogRecorderTest {

  private static final int CAPACITY_BYTES = 1024 * 1024;
  private static final Principal CALLER =
      new Principal("acme", new TeamId("search"), null, null, "k1");

  private final CappedLog log = new CappedLog();
  private final RecordRoom room = new RecordRoom(CAPACITY_BYTES, () -> log.usedBytes);
  private final LogRecorder recorder =
      new LogRecorder(
          log,
          room,
          new Sealer(
              () ->
                  DataKeyRing.EMPTY.with(new DataKey("search", "d1", Instant.EPOCH, new byte[32])),
              new NonceSequence(new SecureRandom())));

  @Test
  void keepsTheEndOfAnExchangeHoweverManyOthersAreTurnedAway() {
    ExchangeRecord running = open();
    for (int i = 0; i < 10_000; i++) {
      recorder.admission(admission(), "", false);
    }
    long lostBefore = recorder.lostRecords();
    assertThat(lostBefore).isPositive();

    running.relayed(ByteBuffer.allocate(FrameBuffer.CONTENT_BYTES_MAX - 1), 1, 0, 7);
    recorder.usage(usage(), "", running.holdsRoom());
    running.end(1, end());

    assertThat(recorder.lostRecords()).isEqualTo(lostBefore);
    assertThat(log.events).hasAtLeastOneElementOfType(Usage.class);
    assertThat(log.events.getLast()).isInstanceOf(ResponseFrame.class);
  }

  @Test
  void isFullWhereAnotherExchangeWouldBeRefused() {
    assertThat(room.isFull()).isFalse();
    while (recorder.open("r1", "", CALLER, 0).isPresent()) {
      assertThat(log.events).isEmpty();
    }

    assertThat(room.isFull()).isTrue();
  }

  @Test
  void takesNoRoomOfOthersForAnExchangeThatHasNone() {
    ExchangeRecord running = open();
    ExchangeRecord lost = recorder.lost();
    for (int i = 0; i < 10_000; i++) {
      recorder.usage(usage(), "", lost.holdsRoom());
    }

    recorder.usage(usage(), "", running.holdsRoom());
    running.end(1, end());

    assertThat(log.events.getLast()).isInstanceOf(ResponseFrame.class);
  }

  @Test
  void givesAllRoomBackWhereAStepBreaksBeforeThePrompt() {
    ExchangeRecord broken = open();

    broken.end(0, end());

    assertThat(room.claimedBytes()).isZero();
  }

  @Test
  void givesAllRoomBackWhereThePromptBreaks() {
    ExchangeRecord broken = open();

    assertThatThrownBy(() ->
            broken.prompt(
                _ -> {
                  throw new IllegalStateException("a defect");
                },
                new byte[100],
                100,
                EventLog.Told.NOBODY))
        .hasMessage("a defect");
    broken.end(0, end());

    assertThat(room.claimedBytes()).isZero();
  }

  private ExchangeRecord open() {
    return recorder.open("r1", "", CALLER, 100).orElseThrow();
  }

  private static ExchangeEnd end() {
    return new ExchangeEnd();
  }

  private static Admission admission() {
    return named(new Admission(), "r2/admission");
  }

  private static Usage usage() {
    return named(new Usage(), "r1/usage/1");
  }

  private static <E extends SpecificRecordBase> E named(E event, String eventId) {
    event.put(event.getSchema().getField("eventId").pos(), eventId);
    event.put(event.getSchema().getField("team").pos(), "search");
    return event;
  }

  /** Takes as many bytes as the room speaks of, and no more. */
  private static final class CappedLog implements EventLog {

    private final List<SpecificRecordBase> events = new ArrayList<>();
    private long usedBytes;

    @Override
    public boolean append(Envelope envelope, SpecificRecordBase event, Told told) {
      long size =
          event instanceof ResponseFrame || event instanceof Prompt
              ? FrameBuffer.CONTENT_BYTES_MAX + 1024
              : 512;
      if (usedBytes + size > CAPACITY_BYTES) {
        return false;
      }
      usedBytes += size;
      events.add(event);
      return true;
    }

    @Override
    public boolean offer(Envelope envelope, SpecificRecordBase event) {
      return append(envelope, event, Told.NOBODY);
    }

    @Override
    public boolean isKeepingUp(Duration within) {
      return true;
    }

    @Override
    public void close() {}
  }
}
