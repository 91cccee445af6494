package dev.weir.dialects.json;

/**
 * Finds the end of an object in a text of JSON that comes in pieces. One without members is none:
 * some servers send it before the true arguments of a call.
 */
public final class ObjectEnd {

  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean reached;

  /** Whether nothing was read yet but objects without members. */
  private boolean empty = true;

  /** Reads the next piece. */
  public void read(String piece) {
    for (int i = 0; i < piece.length() && !reached; i++) {
      read(piece.charAt(i));
    }
  }

  private void read(char next) {
    if (inString) {
      inString = escaped || next != '"';
      escaped = !escaped && next == '\\';
      return;
    }
    switch (next) {
      case '"' -> {
        inString = true;
        empty = false;
      }
      case '{', '[' -> {
        empty &= depth == 0;
        depth++;
      }
      case '}', ']' -> {
        depth--;
        reached = depth <= 0 && !empty;
      }
      default -> empty &= Character.isWhitespace(next);
    }
  }

  /** Whether all that came is white space and objects without members. */
  public boolean isEmpty() {
    return empty && depth == 0;
  }

  /** Whether the object is whole, so that nothing but white space may follow. */
  public boolean isReached() {
    return reached;
  }
}
