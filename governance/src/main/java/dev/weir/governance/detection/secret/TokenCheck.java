package dev.weir.governance.detection.secret;

import dev.weir.governance.detection.Check;

/**
 * Looks at what fits a token's pattern: it must stand alone, be no example of a token, and be as
 * irregular as chance makes it.
 */
record TokenCheck(double bitsMin) implements Check {

  /** For tokens of at least some 16 free characters. */
  static final TokenCheck USUAL = new TokenCheck(2.8);

  /** For shapes that are proof enough: fixed frames around the secret part. */
  static final Check FRAMED =
      (text, start, end, score) -> standsAlone(text, start, end) ? score : 0;

  @Override
  public double score(CharSequence text, int start, int end, double score) {
    if (!standsAlone(text, start, end)) {
      return 0;
    }
    CharSequence value = text.subSequence(start, end);
    return Placeholder.isExample(value) || Randomness.entropy(value) < bitsMin ? 0 : score;
  }

  /** Whether no letter or digit touches; the {@code n} of {@code \n} in a quoted text does not. */
  static boolean standsAlone(CharSequence text, int start, int end) {
    boolean before =
        start == 0
            || !isWord(text.charAt(start - 1))
            || !isWord(text.charAt(start))
            || isEscape(text, start - 1);
    boolean after =
        end == text.length() || !isWord(text.charAt(end)) || !isWord(text.charAt(end - 1));
    return before && after;
  }

  private static boolean isEscape(CharSequence text, int position) {
    return position > 0
        && text.charAt(position - 1) == '\\'
        && "nrt".indexOf(text.charAt(position)) >= 0;
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
}
