package dev.weir.dialects.sse;

import java.util.Arrays;

/**
 * The data of one event: the values of its {@code data} lines, joined with LF. Comments and other
 * fields carry none. Points into the event's own bytes wherever there is one data line.
 */
public record EventData(byte[] bytes, int from, int to) {

  private static final byte[] NOTHING = new byte[0];
  private static final EventData EMPTY = new EventData(NOTHING, 0, 0);

  /** Reads the event that lies from {@code from} to {@code to}. */
  public static EventData of(byte[] bytes, int from, int to) {
    EventData found = EMPTY;
    boolean any = false;
    int line = from;
    while (line < to) {
      int end = line;
      while (end < to && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      int value = valueOfData(bytes, line, end);
      if (value >= 0) {
        found = any ? found.joined(bytes, value, end) : new EventData(bytes, value, end);
        any = true;
      }
      line = end + 1;
    }
    return found;
  }

  public boolean isEmpty() {
    return from == to;
  }

  /** Whether this is exactly that ASCII text. */
  public boolean is(String text) {
    if (to - from != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Where the value starts if the line is a data line, else -1; one space after the colon goes. */
  private static int valueOfData(byte[] bytes, int line, int end) {
    if (end - line < 4
        || bytes[line] != 'd'
        || bytes[line + 1] != 'a'
        || bytes[line + 2] != 't'
        || bytes[line + 3] != 'a') {
      return -1;
    }
    int at = line + 4;
    if (at == end) {
      return at;
    }
    if (bytes[at] != ':') {
      return -1;
    }
    at++;
    return at < end && bytes[at] == ' ' ? at + 1 : at;
  }

  private EventData joined(byte[] more, int start, int end) {
    int length = to - from;
    byte[] both = Arrays.copyOfRange(bytes, from, to + 1 + (end - start));
    both[length] = '\n';
    System.arraycopy(more, start, both, length + 1, end - start);
    return new EventData(both, 0, both.length);
  }
}
