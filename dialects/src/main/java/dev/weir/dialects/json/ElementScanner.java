package dev.weir.dialects.json;

/**
 * Finds where the objects of one JSON array end, in bytes that arrive in pieces of any size. Works
 * on bytes, so a piece may end inside a character. Each byte is shown once; what is inside an
 * object is not checked any further. One object without an array around it is an element, too.
 */
public final class ElementScanner {

  private static final byte NOTHING = 0;

  /** The last byte between elements that is no space. */
  private byte between = NOTHING;

  private int depth;
  private boolean quoted;
  private boolean escaped;
  private boolean opened;
  private boolean bare;
  private boolean broken;

  /** The offset past the next object that ends in these bytes; -1 where none does. */
  public int endOfElement(byte[] bytes, int from, int to) {
    for (int at = from; at < to && !broken; at++) {
      byte each = bytes[at];
      if (depth > 0 || (each == '{' && !isClosed())) {
        bare |= !opened;
        if (inside(each)) {
          return at + 1;
        }
      } else {
        broken = !outside(each);
      }
    }
    return -1;
  }

  /** Takes a byte of an object; true where it is the last. */
  private boolean inside(byte each) {
    if (quoted) {
      if (escaped) {
        escaped = false;
      } else if (each == '\\') {
        escaped = true;
      } else if (each == '"') {
        quoted = false;
      }
      return false;
    }
    switch (each) {
      case '"' -> quoted = true;
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      default -> {}
    }
    return depth == 0;
  }

  private boolean outside(byte each) {
    return switch (each) {
      case ' ', '\t', '\r', '\n' -> true;
      case '[', ',', ']' -> {
        boolean may = !isClosed();
        opened |= each == '[';
        between = each;
        yield may;
      }
      default -> false;
    };
  }

  /** Whether an object came without an array around it. */
  public boolean isBare() {
    return bare;
  }

  /** Whether the array's last bracket was there. */
  public boolean isClosed() {
    return between == ']';
  }

  /** Whether an object has begun and not ended. */
  public boolean isInside() {
    return depth > 0;
  }

  /** Whether the bytes are no such array; nothing ends after that. */
  public boolean isBroken() {
    return broken;
  }
}
