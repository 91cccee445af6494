package dev.weir.proxy.socket;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** A whole message: the first {@code length} bytes, which are valid UTF-8. */
public final class TextMessage {

  private final byte[] bytes;
  private final int length;
  private final MessageRoom room;
  private final AtomicLong claimed;

  TextMessage(byte[] bytes, int length, MessageRoom room, long claimed) {
    this.bytes = bytes;
    this.length = length;
    this.room = room;
    this.claimed = new AtomicLong(claimed);
  }

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /** A new view of the bytes. */
  public ByteBuffer view() {
    return ByteBuffer.wrap(bytes, 0, length);
  }

  /** The bytes are not needed any more. May be called again. */
  public void release() {
    room.release(claimed.getAndSet(0));
  }

  /** Hides the text. */
  @Override
  public String toString() {
    return "TextMessage[" + length + " bytes]";
  }
}
