package dev.weir.dialects.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Cuts bytes into the messages of {@code application/vnd.amazon.eventstream}
 * (docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html has the layout): lengths
 * of the whole and of the headers, a CRC-32 of these eight bytes, headers, payload, a CRC-32 of all
 * before it. A message that breaks a limit or a checksum ends the reading for good, since nothing
 * tells where the next one begins.
 */
final class EventStreamDecoder {

  static final int FRAME_BYTES_MAX = 16 * 1024 * 1024;
  static final int HEADER_BYTES_MAX = 128 * 1024;
  static final int PRELUDE_BYTES = 12;
  static final int CRC_BYTES = 4;

  private static final int FIRST_BYTES = 8 * 1024;

  private byte[] held = new byte[FIRST_BYTES];
  private int size;
  private boolean broken;

  /** Takes the next bytes; false where they are broken, and ever after. */
  boolean accept(byte[] bytes, int from, int to, Consumer<EventFrame> sink) {
    int at = from;
    while (!broken) {
      int missing = wanted() - size;
      if (missing > 0) {
        int taken = Math.min(missing, to - at);
        hold(bytes, at, taken);
        at += taken;
        if (taken < missing) {
          return true;
        }
      } else {
        whole(sink);
      }
    }
    return false;
  }

  /** How many bytes of this message are to be held before the next step. */
  private int wanted() {
    if (size < PRELUDE_BYTES) {
      return PRELUDE_BYTES;
    }
    return ByteBuffer.wrap(held).getInt(0);
  }

  private void hold(byte[] bytes, int from, int count) {
    if (held.length < size + count) {
      held = Arrays.copyOf(held, Math.max(size + count, Math.min(held.length * 2, wanted())));
    }
    System.arraycopy(bytes, from, held, size, count);
    boolean hadPrelude = size >= PRELUDE_BYTES;
    size += count;
    if (!hadPrelude && size >= PRELUDE_BYTES) {
      broken = !isPrelude();
    }
  }

  private boolean isPrelude() {
    ByteBuffer prelude = ByteBuffer.wrap(held);
    int total = prelude.getInt();
    int headers = prelude.getInt();
    return prelude.getInt() == crc(held, PRELUDE_BYTES - CRC_BYTES)
        && total <= FRAME_BYTES_MAX
        && headers >= 0
        && headers <= HEADER_BYTES_MAX
        && total >= PRELUDE_BYTES + headers + CRC_BYTES;
  }

  private void whole(Consumer<EventFrame> sink) {
    int end = size - CRC_BYTES;
    ByteBuffer frame = ByteBuffer.wrap(held);
    int afterHeaders = PRELUDE_BYTES + frame.getInt(Integer.BYTES);
    Optional<Map<String, String>> headers =
        frame.getInt(end) == crc(held, end)
            ? headers(ByteBuffer.wrap(held, PRELUDE_BYTES, afterHeaders - PRELUDE_BYTES))
            : Optional.empty();
    if (headers.isEmpty()) {
      broken = true;
      return;
    }
    EventFrame found = new EventFrame(headers.get(), Arrays.copyOfRange(held, afterHeaders, end));
    size = 0;
    sink.accept(found);
  }

  private static Optional<Map<String, String>> headers(ByteBuffer bytes) {
    Map<String, String> headers = new HashMap<>();
    try {
      while (bytes.hasRemaining()) {
        String name = text(bytes, Byte.toUnsignedInt(bytes.get()));
        int type = bytes.get();
        switch (type) {
          case 0, 1 -> {} // true, false
          case 2 -> skip(bytes, Byte.BYTES);
          case 3 -> skip(bytes, Short.BYTES);
          case 4 -> skip(bytes, Integer.BYTES);
          case 5, 8 -> skip(bytes, Long.BYTES); // a number, a time
          case 6 -> skip(bytes, Short.toUnsignedInt(bytes.getShort()));
          case 7 -> headers.put(name, text(bytes, Short.toUnsignedInt(bytes.getShort())));
          case 9 -> skip(bytes, 2 * Long.BYTES); // a UUID
          default -> {
            return Optional.empty();
          }
        }
      }
    } catch (BufferUnderflowException _) {
      return Optional.empty();
    }
    return Optional.of(headers);
  }

  private static void skip(ByteBuffer bytes, int count) {
    if (count > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    bytes.position(bytes.position() + count);
  }

  private static String text(ByteBuffer bytes, int count) {
    int at = bytes.arrayOffset() + bytes.position();
    skip(bytes, count);
    return new String(bytes.array(), at, count, UTF_8);
  }

  static int crc(byte[] bytes, int to) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, to);
    return (int) crc.getValue();
  }
}
