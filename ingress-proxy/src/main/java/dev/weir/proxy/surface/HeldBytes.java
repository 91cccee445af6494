package dev.weir.proxy.surface;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that are held until they are whole, up to a limit. */
final class HeldBytes {

  private static final byte[] EMPTY = new byte[0];

  private final int max;
  private byte[] held = EMPTY;
  private int length;
  private boolean tooMany;

  HeldBytes(int max) {
    this.max = max;
  }

  /** Beyond the limit nothing is held any more. */
  void add(ByteBuffer bytes) {
    int more = bytes.remaining();
    if (tooMany || length + more > max) {
      tooMany = true;
      held = EMPTY;
      length = 0;
      return;
    }
    if (length + more > held.length) {
      held = Arrays.copyOf(held, length == 0 ? more : Math.max(length + more, 2 * held.length));
    }
    bytes.get(held, length, more);
    length += more;
  }

  boolean areTooMany() {
    return tooMany;
  }

  /** All of them; then none are held. */
  byte[] take() {
    byte[] taken = held.length == length ? held : Arrays.copyOf(held, length);
    held = EMPTY;
    length = 0;
    return taken;
  }
}
