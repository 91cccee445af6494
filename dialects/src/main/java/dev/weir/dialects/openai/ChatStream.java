package dev.weir.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.sse.EventData;
import dev.weir.dialects.sse.EventScanner;
import dev.weir.dialects.sse.SseReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An answer as events, watched as its bytes pass. Whole events pass as they are; the unfinished one
 * at the end is held until it is whole, so that the usage event can be left out where the caller
 * did not ask for it. An event beyond {@link SseReader#EVENT_BYTES_MAX} breaks the stream: nothing
 * passes that was not counted.
 */
public final class ChatStream {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final byte[] EMPTY = new byte[0];

  private final boolean withoutUsage;
  private final EventScanner scanner = new EventScanner();
  private final AnswerScan scan = new AnswerScan();
  private byte[] held = EMPTY;
  private int heldLength;
  private boolean done;
  private boolean broken;
  private long events;

  /** {@code withoutUsage}: leave the usage event out of what passes. */
  public ChatStream(boolean withoutUsage) {
    this.withoutUsage = withoutUsage;
  }

  /**
   * Takes the next bytes and gives what may pass now, maybe nothing. The result may point into
   * {@code bytes}.
   */
  public ByteBuffer accept(byte[] bytes, int from, int to) {
    if (broken) {
      return NOTHING;
    }
    if (heldLength == 0) {
      return pass(bytes, from, to, false);
    }
    int length = heldLength + (to - from);
    if (length > held.length) {
      int most = Math.min(2 * held.length, SseReader.EVENT_BYTES_MAX);
      held = Arrays.copyOf(held, Math.max(length, most));
    }
    System.arraycopy(bytes, from, held, heldLength, to - from);
    heldLength = 0;
    return pass(held, 0, length, true);
  }

  /** The end of the bytes: gives what is still held. */
  public ByteBuffer finish() {
    if (heldLength == 0) {
      return NOTHING;
    }
    byte[] last = held;
    int length = heldLength;
    held = EMPTY;
    heldLength = 0;
    return isForWeirAlone(last, 0, length) || broken ? NOTHING : ByteBuffer.wrap(last, 0, length);
  }

  private ByteBuffer pass(byte[] bytes, int from, int to, boolean wereHeld) {
    ByteBuffer kept = NOTHING;
    int passFrom = from;
    int event = from;
    for (int end = scanner.endOfEvent(bytes, event, to);
        end >= 0;
        end = scanner.endOfEvent(bytes, event, to)) {
      boolean forWeirAlone = isForWeirAlone(bytes, event, end);
      // Also where it came in one piece: how bytes are cut decides nothing.
      broken |= end - event > SseReader.EVENT_BYTES_MAX;
      if (broken) {
        return joined(kept, bytes, passFrom, event);
      }
      if (forWeirAlone) {
        kept = joined(kept, bytes, passFrom, event);
        passFrom = end;
      }
      event = end;
    }
    broken = to - event > SseReader.EVENT_BYTES_MAX;
    if (wereHeld && event == from && !broken) {
      // What is held has grown, and nothing of it passes.
      heldLength = to - from;
    } else {
      // What passes may lie in the array that held it: that one is given away.
      held = broken || event == to ? EMPTY : Arrays.copyOfRange(bytes, event, to);
      heldLength = held.length;
    }
    return joined(kept, bytes, passFrom, event);
  }

  private static ByteBuffer joined(ByteBuffer before, byte[] bytes, int from, int to) {
    if (!before.hasRemaining()) {
      return ByteBuffer.wrap(bytes, from, to - from);
    }
    return ByteBuffer.allocate(before.remaining() + (to - from))
        .put(before)
        .put(bytes, from, to - from)
        .flip();
  }

  /** Reads one event and says whether it must not pass. */
  private boolean isForWeirAlone(byte[] bytes, int from, int to) {
    EventData data = EventData.of(bytes, from, to);
    if (data.isEmpty()) {
      return false;
    }
    events++;
    if (data.is("[DONE]")) {
      done = true;
      return false;
    }
    scan.begin();
    try (JsonParser parser =
        Json.FACTORY.createParser(data.bytes(), data.from(), data.to() - data.from())) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        scan.token(token, parser);
      }
    } catch (JsonProcessingException e) {
      broken = true;
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("an array does not fail to read", e);
    }
    return withoutUsage && scan.isUsageAlone();
  }

  /** Whether the terminator {@code [DONE]} came: without it the stream was broken off. */
  public boolean isDone() {
    return done;
  }

  /** Whether an event's data was no JSON or too large; neither it nor what follows passes. */
  public boolean isBroken() {
    return broken;
  }

  /** Events with data so far. */
  public long events() {
    return events;
  }

  public AnswerFacts facts() {
    return AnswerFacts.of(scan);
  }
}
