package dev.weir.benchmarks.load;

import dev.weir.benchmarks.upstream.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Counts the upstream's events in a stream of server-sent events, and reads when each was written.
 *
 * <p>An event is one that carries the upstream's stamp, {@code "fp_"} and 19 digits; others (usage,
 * {@code [DONE]}, what a gateway adds) pass uncounted. Of an event only the first {@link
 * #EVENT_BYTES_MAX} bytes are looked at.
 */
final class EventScanner {

  /** Receives each stamped event. */
  interface Listener {
    void event(long writtenAtNanos);
  }

  static final int EVENT_BYTES_MAX = 4_096;

  private static final byte[] STAMP = "fp_".getBytes(StandardCharsets.US_ASCII);
  private static final int STAMP_DIGITS = 19;

  private final byte[] event = new byte[EVENT_BYTES_MAX];
  private int length;
  private boolean lineEmpty = true;

  void scan(ByteBuffer bytes, Listener listener) {
    while (bytes.hasRemaining()) {
      byte b = bytes.get();
      if (b == '\n') {
        if (lineEmpty && length > 0) {
          report(listener);
          length = 0;
        }
        lineEmpty = true;
      } else if (b != '\r') {
        lineEmpty = false;
        if (length < EVENT_BYTES_MAX) {
          event[length++] = b;
        }
      }
    }
  }

  /** Forgets an event that was cut. */
  void reset() {
    length = 0;
    lineEmpty = true;
  }

  private void report(Listener listener) {
    int at = Bytes.indexOf(event, 0, length, STAMP);
    if (at < 0 || at + STAMP.length + STAMP_DIGITS > length) {
      return;
    }
    long stamp = 0;
    for (int i = at + STAMP.length; i < at + STAMP.length + STAMP_DIGITS; i++) {
      stamp = stamp * 10 + (event[i] - '0');
    }
    listener.event(stamp);
  }
}
