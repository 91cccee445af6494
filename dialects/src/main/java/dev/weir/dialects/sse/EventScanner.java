package dev.weir.dialects.sse;

/**
 * Finds where one event ends, in bytes that arrive in pieces of any size. Lines end with LF, CR LF
 * or CR; an event ends with an empty line. Works on bytes, so a piece may end inside a character.
 *
 * <p>The owner keeps the bytes of an unfinished event and calls again with more of them: what was
 * looked at before is not looked at twice.
 */
public final class EventScanner {

  private int scanned;
  private boolean lineEmpty = true;

  /**
   * The offset past the event that starts at {@code from}, or -1 where it does not end before
   * {@code to}. After -1 the next call must start at the same byte of the stream, wherever that now
   * lies in an array.
   */
  public int endOfEvent(byte[] bytes, int from, int to) {
    int at = from + scanned;
    while (at < to) {
      byte each = bytes[at];
      if (each != '\n' && each != '\r') {
        lineEmpty = false;
        at++;
        continue;
      }
      int next = at + 1;
      if (each == '\r') {
        if (next == to) {
          // An LF may follow: it would belong to this line.
          break;
        }
        if (bytes[next] == '\n') {
          next++;
        }
      }
      if (lineEmpty) {
        scanned = 0;
        return next;
      }
      lineEmpty = true;
      at = next;
    }
    scanned = at - from;
    return -1;
  }
}
