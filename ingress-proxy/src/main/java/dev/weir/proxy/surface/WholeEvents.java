package dev.weir.proxy.surface;

import dev.weir.dialects.sse.EventScanner;
import dev.weir.dialects.sse.SseReader;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Server-sent events, each of at most {@link SseReader#EVENT_BYTES_MAX} bytes. */
final class WholeEvents implements WholeParts {

  private static final byte[] NONE = {};

  private final EventScanner scanner = new EventScanner();

  /** Begins with the beginning of an event that has not ended; grows by doubling. */
  private byte[] held = NONE;

  private int heldLength;
  private boolean tooLarge;

  @Override
  public ByteBuffer pass(ByteBuffer bytes) {
    if (tooLarge) {
      return ByteBuffer.wrap(NONE);
    }
    ByteBuffer all = heldLength == 0 ? bytes : joined(bytes);
    byte[] array = all.array();
    int from = all.arrayOffset() + all.position();
    int to = from + all.remaining();
    int whole = from;
    for (int end = scanner.endOfEvent(array, whole, to);
        end >= 0;
        end = scanner.endOfEvent(array, whole, to)) {
      // Also where it came in one piece: how bytes are cut decides nothing.
      if (end - whole > SseReader.EVENT_BYTES_MAX) {
        break;
      }
      whole = end;
    }
    if (to - whole > SseReader.EVENT_BYTES_MAX) {
      tooLarge = true;
      release();
      return ByteBuffer.wrap(array, from, whole - from);
    }
    if (whole == from && heldLength > 0) {
      // What is held has grown, and nothing of it may pass.
      heldLength = to - from;
      return ByteBuffer.wrap(NONE);
    }
    // What passes may lie in the array that held it: that one is given away.
    release();
    if (whole < to) {
      held = Arrays.copyOfRange(array, whole, to);
      heldLength = held.length;
    }
    return whole == to ? all : ByteBuffer.wrap(array, from, whole - from);
  }

  private ByteBuffer joined(ByteBuffer more) {
    int length = heldLength + more.remaining();
    if (length > held.length) {
      int most = Math.min(2 * held.length, SseReader.EVENT_BYTES_MAX);
      held = Arrays.copyOf(held, Math.max(length, most));
    }
    more.get(held, heldLength, more.remaining());
    return ByteBuffer.wrap(held, 0, length);
  }

  private void release() {
    held = NONE;
    heldLength = 0;
  }

  /** What was held: the last event of a stream whose end needs no empty line. */
  @Override
  public ByteBuffer rest() {
    ByteBuffer rest = ByteBuffer.wrap(held, 0, heldLength);
    release();
    return rest;
  }

  /** What is no event is for its reader to find. */
  @Override
  public boolean areBroken() {
    return tooLarge;
  }
}
