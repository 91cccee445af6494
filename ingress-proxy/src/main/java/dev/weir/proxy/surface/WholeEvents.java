package dev.weir.proxy.surface;

import dev.weir.dialects.sse.EventScanner;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Server-sent events. One beyond {@value #EVENT_BYTES_MAX} bytes is not held: from then on all
 * passes as it comes.
 */
final class WholeEvents implements WholeParts {

  static final int EVENT_BYTES_MAX = 1024 * 1024;

  private static final byte[] NONE = {};

  private final EventScanner scanner = new EventScanner();

  /** The beginning of an event that has not ended. */
  private byte[] begun = NONE;

  private boolean loose;

  @Override
  public ByteBuffer pass(ByteBuffer bytes) {
    if (loose) {
      return bytes;
    }
    ByteBuffer all = begun.length == 0 ? bytes : joined(bytes);
    byte[] array = all.array();
    int from = all.arrayOffset() + all.position();
    int to = from + all.remaining();
    int whole = from;
    for (int end = scanner.endOfEvent(array, whole, to);
        end >= 0;
        end = scanner.endOfEvent(array, whole, to)) {
      whole = end;
    }
    if (to - whole > EVENT_BYTES_MAX) {
      loose = true;
      begun = NONE;
      return all;
    }
    begun = whole == to ? NONE : Arrays.copyOfRange(array, whole, to);
    return whole == to ? all : ByteBuffer.wrap(array, from, whole - from);
  }

  private ByteBuffer joined(ByteBuffer more) {
    byte[] joined = Arrays.copyOf(begun, begun.length + more.remaining());
    more.get(joined, begun.length, more.remaining());
    return ByteBuffer.wrap(joined);
  }

  /** The last event of a stream whose end needs no empty line. */
  @Override
  public ByteBuffer rest() {
    ByteBuffer rest = ByteBuffer.wrap(begun);
    begun = NONE;
    return rest;
  }

  /** What is no event is for its reader to find. */
  @Override
  public boolean areBroken() {
    return false;
  }
}
