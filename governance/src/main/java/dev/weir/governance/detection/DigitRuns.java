package dev.weir.governance.detection;

import dev.weir.governance.detection.Anchor.DigitRun;

/**
 * Finds where a text holds digits, and how many: words of ASCII letters and digits with at least
 * one digit, which belong together while no more than three separators stand between two of them.
 */
final class DigitRuns {

  /** Told of each stretch of such words with {@code digits} digits, by ascending start. */
  interface Hits {
    void hit(int digits, int start, int end);
  }

  /** Longer words are encoded bytes or names of things. */
  private static final int WORD_MAX = 48;

  /** Most words that one number is written in. */
  private static final int WORDS_MAX = 12;

  private static final int GAP_MAX = 3;
  private static final String SEPARATORS = " -./()+:,";

  private final CharSequence text;
  private final Hits hits;
  private final int[] starts = new int[WORDS_MAX];
  private final int[] ends = new int[WORDS_MAX];
  private final int[] digits = new int[WORDS_MAX];
  private int words;

  private DigitRuns(CharSequence text, Hits hits) {
    this.text = text;
    this.hits = hits;
  }

  static void read(CharSequence text, Hits hits) {
    new DigitRuns(text, hits).read();
  }

  private void read() {
    int at = 0;
    while (at < text.length()) {
      if (!isWord(text.charAt(at))) {
        at++;
        continue;
      }
      int start = at;
      int count = 0;
      while (at < text.length() && isWord(text.charAt(at))) {
        count += isDigit(text.charAt(at++)) ? 1 : 0;
      }
      if (count > 0) {
        word(start, at, count);
      }
    }
    flush(0);
  }

  private void word(int start, int end, int count) {
    if (end - start > WORD_MAX || (words > 0 && !joined(ends[words - 1], start))) {
      flush(0);
    }
    if (end - start > WORD_MAX) {
      return;
    }
    if (words == WORDS_MAX) {
      flush(WORDS_MAX - 1);
    }
    starts[words] = start;
    ends[words] = end;
    digits[words++] = count;
  }

  private boolean joined(int end, int start) {
    if (start - end > GAP_MAX) {
      return false;
    }
    for (int i = end; i < start; i++) {
      if (SEPARATORS.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Reports what begins with each word until {@code keep} are left to go on with. */
  private void flush(int keep) {
    int done = words - keep;
    for (int first = 0; first < done; first++) {
      int sum = 0;
      for (int last = first; last < words; last++) {
        sum += digits[last];
        if (sum > DigitRun.DIGITS_MAX) {
          break;
        }
        hits.hit(sum, starts[first], ends[last]);
      }
    }
    System.arraycopy(starts, done, starts, 0, keep);
    System.arraycopy(ends, done, ends, 0, keep);
    System.arraycopy(digits, done, digits, 0, keep);
    words = keep;
  }

  static int count(CharSequence text, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      count += isDigit(text.charAt(i)) ? 1 : 0;
    }
    return count;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isWord(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
