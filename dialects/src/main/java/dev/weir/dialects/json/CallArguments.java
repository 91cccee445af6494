package dev.weir.dialects.json;

/**
 * The arguments of a call that come in pieces, up to the end of their object. Objects without
 * members before it are nothing: some servers send one before the true arguments.
 */
public final class CallArguments {

  /** Beyond it white space that waits is left out. */
  private static final int WAITING_MAX = 1_024;

  /** The begin of an object that may turn out to have no members. */
  private final StringBuilder waiting = new StringBuilder();

  private String withoutMembers = "";
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean begun;
  private boolean whole;

  /** Reads the next piece. What is to be told now, with what waited for it, may be empty. */
  public String read(String piece) {
    int begin = 0;
    while (begin < piece.length() && !begins(piece.charAt(begin))) {
      begin++;
    }
    int end = begin;
    while (end < piece.length() && !whole) {
      next(piece.charAt(end++));
    }
    if (begin == end) {
      return "";
    }
    String told = waiting + piece.substring(begin, end);
    waiting.setLength(0);
    return told;
  }

  /** Whether members begin, or something that is no object. */
  private boolean begins(char next) {
    if (begun) {
      return true;
    }
    boolean opens = next == '{' || next == '[';
    boolean closes = next == '}' || next == ']';
    if (opens && depth == 0) {
      waiting.setLength(0);
      waiting.append(next);
      depth = 1;
    } else if (closes && depth == 1) {
      withoutMembers = waiting.append(next).toString();
      waiting.setLength(0);
      depth = 0;
    } else if (Character.isWhitespace(next)) {
      if (depth == 1 && waiting.length() < WAITING_MAX) {
        waiting.append(next);
      }
    } else {
      begun = !closes;
    }
    return begun;
  }

  private void next(char next) {
    if (inString) {
      inString = escaped || next != '"';
      escaped = !escaped && next == '\\';
      return;
    }
    switch (next) {
      case '"' -> inString = true;
      case '{', '[' -> depth++;
      case '}', ']' -> whole = --depth <= 0;
      default -> {}
    }
  }

  /** What is still to be told where nothing more comes, as it came. */
  public String rest() {
    return begun ? "" : depth == 0 ? withoutMembers : waiting.toString();
  }

  /** Whether an object without members is all that came. */
  public boolean isWithoutMembers() {
    return !begun && depth == 0 && !withoutMembers.isEmpty();
  }

  /** Whether anything came but white space and objects without members. */
  public boolean hasBegun() {
    return begun;
  }

  /** Whether the object is whole, so that nothing may follow. */
  public boolean isWhole() {
    return whole;
  }
}
