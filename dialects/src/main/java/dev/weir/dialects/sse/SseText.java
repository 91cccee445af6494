package dev.weir.dialects.sse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/** Writes events. */
public final class SseText {

  private static final byte[] EVENT = "event: ".getBytes(US_ASCII);
  private static final byte[] DATA = "data: ".getBytes(US_ASCII);

  private SseText() {}

  /** An event of data alone; the data must hold no line ends, which JSON never needs. */
  public static byte[] data(byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 8);
    appendData(out, data);
    return out.toByteArray();
  }

  /** An event with a name. */
  public static byte[] event(String name, byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + name.length() + 16);
    out.writeBytes(EVENT);
    out.writeBytes(name.getBytes(US_ASCII));
    out.write('\n');
    appendData(out, data);
    return out.toByteArray();
  }

  private static void appendData(ByteArrayOutputStream out, byte[] data) {
    out.writeBytes(DATA);
    out.writeBytes(data);
    out.write('\n');
    out.write('\n');
  }
}
