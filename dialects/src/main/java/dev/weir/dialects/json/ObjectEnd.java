package dev.weir.dialects.json;

/** Finds the end of an object in a text of JSON that comes in pieces. */
public final class ObjectEnd {

  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean reached;

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
      case '"' -> inString = true;
      case '{', '[' -> depth++;
      case '}', ']' -> {
        depth--;
        reached = depth <= 0;
      }
      default -> {
        // Of no account here.
      }
    }
  }

  /** Whether the object is whole, so that nothing but white space may follow. */
  public boolean isReached() {
    return reached;
  }
}
