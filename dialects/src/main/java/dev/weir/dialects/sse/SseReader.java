package dev.weir.dialects.sse;

import java.util.Arrays;

/**
 * Cuts bytes that arrive in pieces of any size into events and gives the data of each. An event
 * beyond {@link #EVENT_BYTES_MAX} is too large, for good.
 */
public final class SseReader {

  /** A limit for what is held while an event is not whole. */
  public static final int EVENT_BYTES_MAX = 16 * 1024 * 1024;

  private static final byte[] EMPTY = new byte[0];

  /** Takes the data of an event, in {@code bytes} from {@code from} to {@code to}. */
  public interface Sink {
    void data(byte[] bytes, int from, int to);
  }

  private final EventScanner scanner = new EventScanner();
  private byte[] held = EMPTY;
  private int heldLength;
  private boolean tooLarge;

  /** Takes the next bytes; false where an event is too large. */
  public boolean accept(byte[] bytes, int from, int to, Sink sink) {
    if (tooLarge) {
      return false;
    }
    boolean continued = heldLength > 0;
    if (continued) {
      append(bytes, from, to);
    }
    byte[] all = continued ? held : bytes;
    int event = continued ? 0 : from;
    int end = continued ? heldLength : to;
    for (int next = scanner.endOfEvent(all, event, end);
        next >= 0;
        next = scanner.endOfEvent(all, event, end)) {
      if (next - event > EVENT_BYTES_MAX) {
        // Also where it came in one piece: how bytes are cut decides nothing.
        return tooLarge();
      }
      give(all, event, next, sink);
      event = next;
    }
    if (end - event > EVENT_BYTES_MAX) {
      return tooLarge();
    }
    hold(all, event, end - event);
    return true;
  }

  private boolean tooLarge() {
    tooLarge = true;
    held = EMPTY;
    heldLength = 0;
    return false;
  }

  /** The bytes have ended; an event without its blank line counts. */
  public void end(Sink sink) {
    if (heldLength > 0 && !tooLarge) {
      give(held, 0, heldLength, sink);
    }
    heldLength = 0;
  }

  private static void give(byte[] bytes, int from, int to, Sink sink) {
    EventData data = EventData.of(bytes, from, to);
    if (!data.isEmpty()) {
      sink.data(data.bytes(), data.from(), data.to());
    }
  }

  private void append(byte[] bytes, int from, int to) {
    int length = heldLength + (to - from);
    if (length > held.length) {
      held = Arrays.copyOf(held, Math.max(length, Math.min(2 * held.length, EVENT_BYTES_MAX)));
    }
    System.arraycopy(bytes, from, held, heldLength, to - from);
    heldLength = length;
  }

  /** Keeps these bytes, which may already lie in what is held. */
  private void hold(byte[] all, int from, int length) {
    if (held.length < length) {
      held = new byte[Math.max(512, length)];
    }
    System.arraycopy(all, from, held, 0, length);
    heldLength = length;
  }
}
