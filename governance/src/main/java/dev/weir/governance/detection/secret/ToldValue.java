package dev.weir.governance.detection.secret;

import com.google.re2j.Pattern;
import dev.weir.governance.detection.Check;

/**
 * Judges what people write where they tell a password: it stands among words, so it must not look
 * like one.
 */
enum ToldValue implements Check {
  /** Behind a colon or a verb: letters and digits are enough. */
  USUAL,
  /** Behind what names other things as well, or nothing in between: it must look made up. */
  STRONG;

  private static final double SURE = 0.85;
  private static final double ODD_ONE = 0.7;
  private static final double WEAK = 0.6;
  private static final int LENGTH_MIN = 6;
  private static final int MIXED_MIN = 8;
  private static final int CHANGES_MIN = 3;
  private static final int LETTERS_MIN = 10;
  private static final double WORDS_MAX = 0.4;
  private static final String ODD = "!@#$%^&*+=?~";
  private static final int LEFT_MAX = 60;

  /** Key words and key persons. */
  private static final Pattern OTHER_KEY =
      Pattern.compile(
          "(?i)(?:palabras?|palavras?|parol[ae]|puntos?|pontos?|punt[io]|conceptos?|elementos?|person\\S{0,3}|frases?)[ -](?:clave|chave|chiave)");

  /** A path, a date, a version, a time, an identifier in groups, a name with a number. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?i:(?:https?|ftp|file|mailto|urn):.*|[./~\\\\].*|.*/.*\\.[a-z]{2,5}"
              + "|\\d{1,4}[-./]\\d{1,2}[-./]\\d{1,4}.*|v?\\d+(?:[.:]\\d+)+\\S{0,12}"
              + "|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\d+[-/]?[a-z]{1,9}|[a-z]+[-/ ]?\\d{1,2})");

  @Override
  public double score(CharSequence text, int start, int end, double score) {
    String value = text.subSequence(start, end).toString();
    if (value.length() < LENGTH_MIN
        || continues(text, end)
        || AssignedValue.isProse(value)
        || AssignedValue.isCall(value)
        || PLAIN.matches(value)
        || KnownShapes.isBroken(text, start, value)
        || Placeholder.isNoSecret(value)
        || OTHER_KEY
            .matcher(text.subSequence(Math.max(0, start - LEFT_MAX), start).toString())
            .find()) {
      return 0;
    }
    boolean digits = value.chars().anyMatch(Character::isDigit);
    if (value.chars().noneMatch(Character::isLetter)) {
      return 0;
    }
    if (Passwords.isOpaque(value)) {
      return SURE;
    }
    if (digits) {
      boolean odd = value.chars().anyMatch(c -> ODD.indexOf(c) >= 0);
      boolean usual = this == USUAL && value.indexOf('/') < 0;
      return odd ? ODD_ONE : usual || isMixed(value) ? WEAK : 0;
    }
    return this == USUAL
            && value.length() >= LETTERS_MIN
            && hasBothCases(value)
            && Randomness.wordShare(value) < WORDS_MAX
        ? WEAK
        : 0;
  }

  /** What ends within a word is that word's, and what is called or looked into is code. */
  private static boolean continues(CharSequence text, int end) {
    if (end == text.length()) {
      return false;
    }
    char next = text.charAt(end);
    return "([{".indexOf(next) >= 0
        || (Character.isLetter(next)
            && Character.UnicodeScript.of(next) == Character.UnicodeScript.LATIN);
  }

  private static boolean hasBothCases(String value) {
    return value.chars().anyMatch(Character::isUpperCase)
        && value.chars().anyMatch(Character::isLowerCase);
  }

  /** Letters and digits in turn, or both cases of letters among digits. */
  private static boolean isMixed(String value) {
    int changes = 0;
    for (int i = 1; i < value.length(); i++) {
      changes +=
          Character.isDigit(value.charAt(i - 1)) == Character.isDigit(value.charAt(i)) ? 0 : 1;
    }
    return value.length() >= MIXED_MIN
        && Randomness.wordShare(value) < WORDS_MAX
        && (changes >= CHANGES_MIN || (hasBothCases(value) && changes > 0));
  }
}
