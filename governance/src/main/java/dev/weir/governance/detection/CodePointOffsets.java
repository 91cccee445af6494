package dev.weir.governance.detection;

/** Turns ascending char positions of one text into code point positions, in linear time overall. */
final class CodePointOffsets {

  private final CharSequence text;
  private int chars;
  private int codePoints;

  CodePointOffsets(CharSequence text) {
    this.text = text;
  }

  /** The code point position of {@code charPosition}, which is not before the one asked last. */
  int at(int charPosition) {
    if (charPosition < chars) {
      throw new IllegalArgumentException(charPosition + " is before " + chars);
    }
    codePoints += Character.codePointCount(text, chars, charPosition);
    chars = charPosition;
    return codePoints;
  }
}
