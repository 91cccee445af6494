package dev.weir.governance.privacy;

import java.nio.ByteBuffer;

/** The bytes of an event's field. */
final class EventBytes {

  private EventBytes() {}

  /** A copy; the field's own position stays, so that it can be read again. */
  static byte[] copy(ByteBuffer field) {
    byte[] bytes = new byte[field.remaining()];
    field.duplicate().get(bytes);
    return bytes;
  }
}
