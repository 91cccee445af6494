package dev.weir.proxy.record;

import dev.weir.governance.identity.Principal;
import dev.weir.schemas.event.Chunk;
import dev.weir.schemas.event.EncryptedContent;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An exchange with room in the log. It keeps its reserve until the end frame is in, so the end
 * always has room; a frame in between claims its own, and where there is none its content is lost
 * and counted.
 */
final class LoggedExchange implements ExchangeRecord {

  static final long FRAME_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /**
   * A stream that flows writes its frame itself a little before its time: one by one, and not all
   * streams at once when they are swept.
   */
  private static final long FRAME_RIPE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final LogRecorder recorder;
  private final String requestId;
  private final String traceparent;
  private final Principal caller;
  private final int bodyBytes;
  private final FrameBuffer frame = new FrameBuffer();
  private final AtomicBoolean promptRoomHeld = new AtomicBoolean(true);
  private int index;
  private int frameAttempt;
  private long frameTokens = -1;
  private boolean ended;

  LoggedExchange(
      LogRecorder recorder, String requestId, String traceparent, Principal caller, int bodyBytes) {
    this.recorder = recorder;
    this.requestId = requestId;
    this.traceparent = traceparent;
    this.caller = caller;
    this.bodyBytes = bodyBytes;
  }

  @Override
  public boolean prompt(PromptFields fields, byte[] body, int length, EventLog.Told told) {
    boolean kept = false;
    try {
      String eventId = requestId + "/prompt";
      Optional<EncryptedContent> content =
          recorder.sealer().seal(caller.team(), body, length, eventId);
      kept = content.isPresent() && append(fields, eventId, content.get(), told);
    } finally {
      releasePromptRoom();
      recorder.countLoss(kept);
    }
    return kept;
  }

  /** Once, whichever step is the last that could have used it. */
  private void releasePromptRoom() {
    if (promptRoomHeld.compareAndSet(true, false)) {
      recorder.room().release(bodyBytes + LogRecorder.PROMPT_BYTES);
    }
  }

  private boolean append(
      PromptFields fields, String eventId, EncryptedContent content, EventLog.Told told) {
    Prompt prompt =
        fields
            .fill(Prompt.newBuilder())
            .setEventId(eventId)
            .setRequestId(requestId)
            .setContent(content)
            .build();
    return recorder
        .log()
        .append(new Envelope(Topic.PROMPTS, requestId, eventId, traceparent), prompt, told);
  }

  @Override
  public synchronized boolean relayed(
      ByteBuffer bytes, int attempt, long offsetMicros, long answerTokens) {
    if (ended) {
      return true;
    }
    boolean kept = true;
    frameAttempt = attempt;
    frameTokens = answerTokens;
    ByteBuffer rest = bytes.duplicate();
    long now = System.nanoTime();
    while (rest.hasRemaining()) {
      frame.add(rest, offsetMicros, now);
      if (frame.isFull() || now - frame.sinceNanos() >= FRAME_RIPE_NANOS) {
        kept &= flush(null);
      }
    }
    return kept;
  }

  @Override
  public synchronized void flushAged(long nowNanos) {
    if (!ended && !frame.isEmpty() && nowNanos - frame.sinceNanos() >= FRAME_AGE_NANOS) {
      flush(null);
    }
  }

  @Override
  public synchronized boolean holdsRoom() {
    return !ended;
  }

  @Override
  public synchronized void end(int attempt, ExchangeEnd end) {
    if (!ended) {
      ended = true;
      frameAttempt = attempt;
      releasePromptRoom();
      flush(end);
    }
  }

  /** Writes the frame; without an end it needs room of its own. */
  private boolean flush(@Nullable ExchangeEnd end) {
    int claimed =
        end == null ? frame.length() + LogRecorder.PROMPT_BYTES : LogRecorder.RESERVE_BYTES;
    boolean room = end != null || recorder.room().tryClaim(claimed);
    boolean whole = false;
    try {
      whole = write(end, room);
    } finally {
      recorder.countLoss(whole);
      if (room) {
        recorder.room().release(claimed);
      }
    }
    return whole;
  }

  private boolean write(@Nullable ExchangeEnd end, boolean room) {
    String eventId = requestId + "/frame/" + index;
    Optional<EncryptedContent> content =
        frame.length() == 0 || !room
            ? Optional.empty()
            : recorder.sealer().seal(caller.team(), frame.content(), frame.length(), eventId);
    boolean whole = content.isPresent() || frame.length() == 0;
    List<Chunk> chunks = frame.take();
    if (whole || end != null) {
      whole &= append(eventId, chunks, content.orElse(null), end);
    }
    return whole;
  }

  private boolean append(
      String eventId,
      List<Chunk> chunks,
      @Nullable EncryptedContent content,
      @Nullable ExchangeEnd end) {
    ResponseFrame event =
        new ResponseFrame(
            eventId,
            requestId,
            caller.organisation(),
            caller.team().value(),
            frameAttempt,
            index++,
            chunks,
            content,
            end,
            frameTokens < 0 ? null : frameTokens);
    return recorder
        .log()
        .append(
            new Envelope(Topic.RESPONSE_CHUNKS, requestId, eventId, traceparent),
            event,
            EventLog.Told.NOBODY);
  }
}
