package dev.weir.governance.guard;

/**
 * Where one is in a text that is JSON and goes by in pieces: what takes the place of something in
 * it must not break it. Not safe for use by many threads.
 */
public final class JsonPlace {

  private boolean inString;
  private boolean escaped;

  void pass(CharSequence text, int from, int to) {
    for (int at = from; at < to; at++) {
      char c = text.charAt(at);
      if (escaped) {
        escaped = false;
      } else if (c == '\\') {
        escaped = inString;
      } else if (c == '"') {
        inString = !inString;
      }
    }
  }

  boolean inString() {
    return inString;
  }

  /** How many of the next characters belong to an escape that has begun; no more than there are. */
  int restOfEscape(CharSequence text, int at, int to) {
    if (!escaped) {
      return 0;
    }
    return Math.min(to - at, text.charAt(at) == 'u' ? 5 : 1);
  }
}
