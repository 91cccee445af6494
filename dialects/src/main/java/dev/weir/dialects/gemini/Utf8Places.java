package dev.weir.dialects.gemini;

import java.util.Arrays;

/** Where the characters of a text stand in UTF-8, in which Google counts places. */
final class Utf8Places {

  /** Where each unit of the text begins; one more for its end. Between halves there is no place. */
  private final int[] bytes;

  private final CharSequence text;

  /** {@code text}: it stays as it is. */
  Utf8Places(CharSequence text) {
    this.text = text;
    this.bytes = new int[text.length() + 1];
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      bytes[i] = at;
      char c = text.charAt(i);
      // Two halves of a character come to four bytes.
      at += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    bytes[text.length()] = at;
  }

  static long lengthOf(String text) {
    Utf8Places places = new Utf8Places(text);
    return places.bytes[text.length()];
  }

  /** The unit that begins there; -1 where none does. */
  int unitAt(long place) {
    int found =
        place < 0 || place > bytes[text.length()] ? -1 : Arrays.binarySearch(bytes, (int) place);
    return found < 0 || isWithin(found) ? -1 : found;
  }

  private boolean isWithin(int unit) {
    return unit > 0
        && unit < text.length()
        && Character.isSurrogatePair(text.charAt(unit - 1), text.charAt(unit));
  }

  /** Of the character after so many; -1 where the text is shorter. */
  long byteAt(long codePoints) {
    int unit = 0;
    for (long i = 0; i < codePoints; i++) {
      if (unit >= text.length()) {
        return -1;
      }
      unit += Character.charCount(Character.codePointAt(text, unit));
    }
    return bytes[unit];
  }

  long codePointsBefore(int unit) {
    return Character.codePointCount(text, 0, unit);
  }

  boolean stands(String words, int from, int to) {
    return words.contentEquals(text.subSequence(from, to));
  }
}
