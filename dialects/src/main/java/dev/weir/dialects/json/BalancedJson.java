package dev.weir.dialects.json;

/** Tells when a JSON object that comes in pieces is whole. */
public final class BalancedJson {

  private int depth;
  private boolean begun;
  private boolean inString;
  private boolean escaped;

  public void add(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      add(piece.charAt(i));
    }
  }

  private void add(char each) {
    if (escaped) {
      escaped = false;
    } else if (inString) {
      escaped = each == '\\';
      inString = each != '"';
    } else {
      switch (each) {
        case '"' -> inString = true;
        case '{', '[' -> {
          depth++;
          begun = true;
        }
        case '}', ']' -> depth--;
        default -> {
          // Says nothing about the end.
        }
      }
    }
  }

  public boolean isWhole() {
    return begun && depth <= 0 && !inString;
  }
}
