package dev.weir.governance.detection.secret;

import com.google.re2j.Pattern;

/** Tells what was made by chance from what people write. Works on one short value. */
final class Randomness {

  /** Shorter runs of letters stand in random text, too. */
  private static final int WORD_MIN = 4;

  /** So many of a word's neighbouring letters are neighbours in others, too; 0.4 by chance. */
  private static final double USUAL_MIN = 0.75;

  /** For each letter from a to z, those that follow it in English words; the rest is rare. */
  private static final String[] FOLLOWERS = {
    "bcdfgiklmnprstuvwy",
    "abeilorsuy",
    "acehiklortuy",
    "adegilmorsuy",
    "abcdefgilmnpqrstvwxy",
    "aefilortu",
    "aeghilnorsuy",
    "aeimortuy",
    "abcdefgklmnoprstvz",
    "aeou",
    "aeinsy",
    "adefikloqstuvy",
    "abeimnopsuy",
    "acdefgijknostuvy",
    "abcdfgiklmnoprstuvwxy",
    "aehiloprstuy",
    "u",
    "abcdefgiklmnoprstuvwy",
    "acehiklmnopstuwy",
    "acehilmorstuwyz",
    "abcdegilmnprstxy",
    "aeiouy",
    "adehilnorsy",
    "acehiptuy",
    "aceilmnoprstw",
    "aeiloyz"
  };

  private static final int ASCII = 128;
  private static final int PARTS_MIN = 3;
  private static final int NUMBER_MAX = 8;
  private static final double READABLE_WORDS_MIN = 0.3;

  private static final Pattern DATE =
      Pattern.compile(
          "\\b(?:19|20)\\d\\d[-./_]?(?:0[1-9]|1[0-2])[-./_]?(?:0[1-9]|[12]\\d|3[01])(?:\\D|$)");

  private Randomness() {}

  /** Shannon's entropy of the characters, in bits for each; 0 for an empty value. */
  static double entropy(CharSequence value) {
    int[] counts = new int[ASCII];
    int others = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ASCII) {
        counts[c]++;
      } else {
        others++;
      }
    }
    double bits = part(others, value.length());
    for (int count : counts) {
      bits += part(count, value.length());
    }
    return bits;
  }

  private static double part(int count, int length) {
    if (count == 0) {
      return 0;
    }
    double share = (double) count / length;
    return -share * Math.log(share) / Math.log(2);
  }

  /**
   * The share of characters, from 0 to 1, that belong to what could be a word: at least four
   * letters, all small, all capital or with one capital in front, that follow each other as in
   * English words.
   */
  static double wordShare(CharSequence value) {
    int inWords = 0;
    int start = 0;
    for (int i = 1; i <= value.length(); i++) {
      if (i == value.length() || !continues(value, i)) {
        inWords += isWord(value, start, i) ? i - start : 0;
        start = i;
      }
    }
    return value.isEmpty() ? 0 : (double) inWords / value.length();
  }

  /**
   * Whether all parts of a value can be read, with marks between them: numbers, words, and a few
   * letters with a number, and enough of them is a date or words, as in {@code 2024-11-17-batch7}.
   * Of keys in short groups one in some thousands is.
   */
  static boolean isReadable(CharSequence value) {
    int parts = 0;
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i < value.length() && Character.isLetterOrDigit(value.charAt(i))) {
        continue;
      }
      if (i > start) {
        parts++;
        if (!isReadable(value, start, i)) {
          return false;
        }
      }
      start = i + 1;
    }
    return parts >= PARTS_MIN
        && (wordShare(value) >= READABLE_WORDS_MIN || DATE.matcher(value).find());
  }

  /** Digits, and letters in front of them or behind them. */
  private static boolean isReadable(CharSequence value, int start, int end) {
    int letters = start;
    while (letters < end && Character.isDigit(value.charAt(letters))) {
      letters++;
    }
    int digits = letters;
    while (digits < end && Character.isLetter(value.charAt(digits))) {
      digits++;
    }
    int last = digits;
    while (last < end && Character.isDigit(value.charAt(last))) {
      last++;
    }
    return last == end
        && letters - start + last - digits <= NUMBER_MAX
        && (digits - letters < WORD_MIN || isWord(value, letters, digits));
  }

  /** Whether a run of letters goes on: {@code fooBar} and {@code FOObar} are two. */
  private static boolean continues(CharSequence value, int position) {
    char before = value.charAt(position - 1);
    char c = value.charAt(position);
    if (!Character.isLetter(before) || !Character.isLetter(c)) {
      return false;
    }
    if (Character.isUpperCase(before) == Character.isUpperCase(c)) {
      return true;
    }
    boolean capitalInFront =
        position < 2
            || !Character.isLetter(value.charAt(position - 2))
            || Character.isLowerCase(value.charAt(position - 2));
    return Character.isUpperCase(before) && capitalInFront;
  }

  private static boolean isWord(CharSequence value, int start, int end) {
    if (end - start < WORD_MIN || !Character.isLetter(value.charAt(start))) {
      return false;
    }
    int usual = 0;
    for (int i = start + 1; i < end; i++) {
      usual += isUsual(letter(value, i - 1), letter(value, i)) ? 1 : 0;
    }
    return usual >= USUAL_MIN * (end - start - 1);
  }

  private static char letter(CharSequence value, int position) {
    return Character.toLowerCase(value.charAt(position));
  }

  private static boolean isUsual(char letter, char next) {
    return letter < 'a' || letter > 'z' || FOLLOWERS[letter - 'a'].indexOf(next) >= 0;
  }

  /**
   * How many characters, at most, follow each other as in {@code 4567}, {@code dcba} or {@code
   * 0000}.
   */
  static int longestRow(CharSequence value) {
    int longest = Math.min(1, value.length());
    int step = 0;
    int row = 1;
    for (int i = 1; i < value.length(); i++) {
      int next = value.charAt(i) - value.charAt(i - 1);
      row = next == step ? row + 1 : 2;
      step = next;
      longest = Math.max(longest, Math.abs(step) <= 1 ? row : 1);
    }
    return longest;
  }

  /** How many characters, at most, alternate between two such rows, as in {@code a1b2c3d4}. */
  static int longestBraid(CharSequence value) {
    int longest = 0;
    int braid = 2;
    for (int i = 2; i < value.length(); i++) {
      braid = Math.abs(value.charAt(i) - value.charAt(i - 2)) == 1 ? braid + 1 : 2;
      longest = Math.max(longest, braid);
    }
    return longest;
  }

  /** How many different characters there are; those outside ASCII count as one. */
  static int distinct(CharSequence value) {
    long low = 0;
    long high = 0;
    int others = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 64) {
        low |= 1L << c;
      } else if (c < ASCII) {
        high |= 1L << (c - 64);
      } else {
        others = 1;
      }
    }
    return Long.bitCount(low) + Long.bitCount(high) + others;
  }
}
