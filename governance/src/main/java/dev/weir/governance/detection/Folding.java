package dev.weir.governance.detection;

import java.text.Normalizer;

/**
 * Takes the disguise off a text and remembers where everything came from, so that a number in
 * full-width digits, with invisible chars in it or with letters of another script is found at its
 * place in the original.
 *
 * <p>What changes: compatibility forms become plain (Unicode NFKC, UAX 15), invisible format chars
 * go, digits of every script become ASCII, dashes and spaces of every kind become one kind, marks
 * on ASCII go where no composed letter exists, and look-alikes become ASCII in words that hold
 * ASCII or nothing else ({@link Homoglyphs}). Case stays.
 */
final class Folding {

  /** More marks on one letter than any script has; the rest is dropped. */
  private static final int MARKS_MAX = 16;

  private final CharSequence original;
  private final StringBuilder text;
  private int[] starts;
  private int[] ends;

  private Folding(CharSequence original) {
    this.original = original;
    this.text = new StringBuilder(original.length() + 16);
    this.starts = new int[original.length() + 16];
    this.ends = new int[original.length() + 16];
  }

  /** The text without disguise, in time linear in it. */
  static Folded fold(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return new Folding(text).fold();
      }
    }
    return Folded.same(text.toString());
  }

  private Folded fold() {
    int position = 0;
    int codePoint = 0;
    while (position < original.length()) {
      char c = original.charAt(position);
      int next = position + 1;
      if (c < 0x80 && (next == original.length() || original.charAt(next) < 0x80)) {
        append(c, codePoint, codePoint + 1);
        position = next;
        codePoint++;
      } else {
        int end = segmentEnd(position);
        int codePoints = Character.codePointCount(original, position, end);
        foldSegment(position, end, codePoint, codePoint + codePoints);
        position = end;
        codePoint += codePoints;
      }
    }
    Homoglyphs.fold(text);
    return new Folded(text.toString(), starts, ends);
  }

  /** One code point and the marks on it. */
  private int segmentEnd(int position) {
    int end = position + Character.charCount(Character.codePointAt(original, position));
    while (end < original.length()) {
      int mark = Character.codePointAt(original, end);
      if (mark < 0x80 || !isMark(mark)) {
        break;
      }
      end += Character.charCount(mark);
    }
    return end;
  }

  private void foldSegment(int from, int to, int start, int end) {
    int first = Character.codePointAt(original, from);
    if (isInvisible(first)) {
      return;
    }
    int kept = Math.min(to, from + Character.charCount(first) + MARKS_MAX);
    String plain = Normalizer.normalize(original.subSequence(from, kept), Normalizer.Form.NFKC);
    boolean ascii = false;
    for (int i = 0; i < plain.length(); ) {
      int c = plain.codePointAt(i);
      i += Character.charCount(c);
      if (isInvisible(c) || (ascii && isMark(c))) {
        continue;
      }
      ascii = c < 0x80;
      appendPlain(plain(c), start, end);
    }
  }

  private void appendPlain(int codePoint, int start, int end) {
    if (Character.isBmpCodePoint(codePoint)) {
      append((char) codePoint, start, end);
    } else {
      append(Character.highSurrogate(codePoint), start, end);
      append(Character.lowSurrogate(codePoint), start, end);
    }
  }

  private void append(char c, int start, int end) {
    int at = text.length();
    if (at == starts.length) {
      starts = java.util.Arrays.copyOf(starts, at * 2);
      ends = java.util.Arrays.copyOf(ends, at * 2);
    }
    starts[at] = start;
    ends[at] = end;
    text.append(c);
  }

  private static int plain(int c) {
    if (c < 0x80) {
      return c;
    }
    return switch (Character.getType(c)) {
      case Character.DECIMAL_DIGIT_NUMBER -> '0' + Character.digit(c, 10);
      case Character.DASH_PUNCTUATION -> '-';
      case Character.SPACE_SEPARATOR -> ' ';
      default ->
          switch (c) {
            case 0x2212 -> '-';
            case 0x2018, 0x2019, 0x02bc -> '\'';
            default -> c;
          };
    };
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || (c >= 0xfe00 && c <= 0xfe0f);
  }

  /** Format chars (soft hyphen, zero width, direction, tags) and the fillers that show nothing. */
  private static boolean isInvisible(int c) {
    return c >= 0x80
        && (Character.getType(c) == Character.FORMAT
            || (c >= 0xfe00 && c <= 0xfe0f)
            || c == 0x034f
            || c == 0x115f
            || c == 0x1160
            || c == 0x3164
            || c == 0xffa0);
  }
}
