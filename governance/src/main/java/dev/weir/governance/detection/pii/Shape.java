package dev.weir.governance.detection.pii;

import dev.weir.governance.detection.Check;
import java.util.function.Predicate;

/** How a match is written: what is in it without its separators, and whether it stands alone. */
final class Shape {

  /** What has fewer chars may be a group of thousands. */
  private static final int GROUPED_MAX = 7;

  /**
   * Rejects what is part of a longer number: a fraction, a date, a group of a UUID. A comma between
   * a long number and another one parts fields of a row, unless it looks like a decimal one.
   */
  static final Check ALONE =
      (text, start, end, score) ->
          gluedBefore(text, start, end) || gluedAfter(text, start, end) ? 0 : score;

  private Shape() {}

  /** Asks {@code test} about the ASCII letters and digits of the match, in upper case. */
  static Check compact(Predicate<String> test) {
    return (text, start, end, score) -> test.test(compact(text, start, end)) ? score : 0;
  }

  static String compact(CharSequence text, int start, int end) {
    StringBuilder compact = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (isDigit(c) || (c >= 'A' && c <= 'Z')) {
        compact.append(c);
      } else if (c >= 'a' && c <= 'z') {
        compact.append((char) (c - 'a' + 'A'));
      }
    }
    return compact.toString();
  }

  /** Rejects what holds fewer than {@code min} digits. */
  static Check digits(int min) {
    return new DigitsFrom(min);
  }

  private record DigitsFrom(int digitsMin) implements Check {

    @Override
    public double score(CharSequence text, int start, int end, double score) {
      return digits(text, start, end) < digitsMin ? 0 : score;
    }
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

  private static boolean gluedBefore(CharSequence text, int start, int end) {
    if (start < 2 || !isDigit(text.charAt(start - 2))) {
      return false;
    }
    char mark = text.charAt(start - 1);
    if (mark != ',' || end - start <= GROUPED_MAX) {
      return "-.,/".indexOf(mark) >= 0;
    }
    if (!isNumber(text, start, end)) {
      return false;
    }
    boolean single =
        start < 3 || (!isDigit(text.charAt(start - 3)) && text.charAt(start - 3) != ',');
    boolean more = end < text.length() && text.charAt(end) == ',';
    return single && !more;
  }

  private static boolean gluedAfter(CharSequence text, int start, int end) {
    if (end + 1 >= text.length() || !isDigit(text.charAt(end + 1))) {
      return false;
    }
    char mark = text.charAt(end);
    if (mark != ',' || end - start <= GROUPED_MAX) {
      return "-.,/".indexOf(mark) >= 0;
    }
    boolean row = start > 1 && text.charAt(start - 1) == ',' && isDigit(text.charAt(start - 2));
    if (row || !isNumber(text, start, end)) {
      return false;
    }
    int to = end + 1;
    while (to < text.length() && to <= end + 3 && isDigit(text.charAt(to))) {
      to++;
    }
    return to <= end + 3 && (to == text.length() || ",./-:\"'".indexOf(text.charAt(to)) < 0);
  }

  private static boolean isNumber(CharSequence text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
