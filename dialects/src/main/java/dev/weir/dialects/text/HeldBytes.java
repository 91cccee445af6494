package dev.weir.dialects.text;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The beginning of what is not whole yet. */
final class HeldBytes {

  private static final byte[] NONE = {};

  private byte[] bytes = NONE;
  private int length;

  void add(ByteBuffer more) {
    int size = Math.addExact(length, more.remaining());
    if (size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size, 2 * length));
    }
    more.get(bytes, length, more.remaining());
    length = size;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void dropTo(int at) {
    System.arraycopy(bytes, at, bytes, 0, length - at);
    length -= at;
  }
}
