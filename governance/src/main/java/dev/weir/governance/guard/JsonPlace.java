package dev.weir.governance.guard;

/**
 * Where one is in a text that is JSON and goes by in pieces: what takes the place of something in
 * it must not break it. Not safe for use by many threads.
 */
public final class JsonPlace {

  /** Of what is deeper, a string behind a comma is taken for the name of a member. */
  private static final int DEPTH_MAX = 64;

  /** By depth, from the lowest bit on: whether it is an object, and not an array. */
  private long objects;

  private int depth;

  /** The last character outside strings that is no white space. */
  private char last = ' ';

  private boolean inString;
  private boolean inName;
  private boolean escaped;

  void pass(CharSequence text, int from, int to) {
    for (int at = from; at < to; at++) {
      char c = text.charAt(at);
      if (escaped) {
        escaped = false;
      } else if (c == '\\') {
        escaped = inString;
      } else if (c == '"') {
        inName = !inString && beginsName();
        inString = !inString;
        last = c;
      } else if (!inString && !Character.isWhitespace(c)) {
        outside(c);
      }
    }
  }

  private boolean beginsName() {
    return last == '{' || (last == ',' && isObject());
  }

  private boolean isObject() {
    return depth > DEPTH_MAX || (depth > 0 && (objects >>> (depth - 1) & 1) == 1);
  }

  private void outside(char c) {
    last = c;
    switch (c) {
      case '{', '[' -> {
        if (depth < DEPTH_MAX) {
          long bit = 1L << depth;
          objects = c == '{' ? objects | bit : objects & ~bit;
        }
        depth++;
      }
      case '}', ']' -> depth = Math.max(0, depth - 1);
      default -> {}
    }
  }

  boolean inString() {
    return inString;
  }

  /** Whether one is in the name of a member. */
  boolean inName() {
    return inString && inName;
  }

  /** How many of the next characters belong to an escape that has begun; no more than there are. */
  int restOfEscape(CharSequence text, int at, int to) {
    if (!escaped) {
      return 0;
    }
    return Math.min(to - at, text.charAt(at) == 'u' ? 5 : 1);
  }
}
