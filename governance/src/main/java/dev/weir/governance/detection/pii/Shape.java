package dev.weir.governance.detection.pii;

import dev.weir.governance.detection.Check;
import java.util.Locale;
import java.util.function.Predicate;

/** How a match is written: what is in it without its separators, and whether it stands alone. */
final class Shape {

  /** Rejects what is part of a longer number: a fraction, a date, a group of a UUID. */
  static final Check ALONE =
      (text, start, end, score) ->
          glued(text, start - 1, start - 2) || glued(text, end, end + 1) ? 0 : score;

  private Shape() {}

  /** Asks {@code test} about the ASCII letters and digits of the match, in upper case. */
  static Check compact(Predicate<String> test) {
    return (text, start, end, score) -> test.test(compact(text, start, end)) ? score : 0;
  }

  static String compact(CharSequence text, int start, int end) {
    StringBuilder compact = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        compact.append(c);
      }
    }
    return compact.toString().toUpperCase(Locale.ROOT);
  }

  /** Rejects what holds fewer than {@code min} digits. */
  static Check digits(int min) {
    return (text, start, end, score) -> digits(text, start, end) < min ? 0 : score;
  }

  /** Rejects what holds more than {@code max} digits. */
  static Check digitsUpTo(int max) {
    return new DigitsUpTo(max);
  }

  private record DigitsUpTo(int digitsMax) implements Check {

    @Override
    public double score(CharSequence text, int start, int end, double score) {
      return digits(text, start, end) > digitsMax ? 0 : score;
    }
  }

  private static int digits(CharSequence text, int start, int end) {
    int digits = 0;
    for (int i = start; i < end; i++) {
      digits += isDigit(text.charAt(i)) ? 1 : 0;
    }
    return digits;
  }

  private static boolean glued(CharSequence text, int mark, int beyond) {
    return mark >= 0
        && mark < text.length()
        && beyond >= 0
        && beyond < text.length()
        && "-.,/".indexOf(text.charAt(mark)) >= 0
        && isDigit(text.charAt(beyond));
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
