package dev.weir.encoder;

import java.util.List;

/**
 * What a word looks like, which the model, for which all letters are small, cannot see: one number,
 * 0 or 1, for each of {@link #WIDTH} properties.
 */
final class Shape {

  static final int WIDTH = 25;

  private static final int LONG_WORD = 8;
  private static final int SHORT_WORD = 3;

  private Shape() {}

  /** Writes the shape of word {@code index} to {@code into}, from {@code offset} on. */
  static void write(
      CharSequence text, boolean allSmall, List<Word> words, int index, float[] into, int offset) {
    Word word = words.get(index);
    int before = index == 0 ? 0 : words.get(index - 1).end();
    Letters letters = Letters.of(text, word);
    boolean number = letters.digits == letters.length;
    char first = text.charAt(word.start());
    boolean[] properties = {
      letters.firstIsCapital,
      letters.capitals > 0 && letters.small == 0 && letters.length > 1,
      letters.capitals == 0 && letters.small > 0,
      letters.digits > 0,
      number,
      number && letters.length == 4,
      number && letters.length == 5,
      letters.digits > 0 && letters.letters > 0,
      letters.length == 1 && letters.letters == 0 && letters.digits == 0,
      letters.length == 1,
      letters.length <= SHORT_WORD,
      letters.length > LONG_WORD,
      index == 0,
      holdsLineBreak(text, before, word.start()),
      before == word.start(),
      index > 0 && endsSentence(text, words.get(index - 1)),
      allSmall,
      index == words.size() - 1,
      letters.firstIsCapital && letters.capitals == 1 && letters.small > 0,
      letters.beyondAscii,
      first == ',',
      first == '.',
      first == '-',
      first == '\'',
      first == ':'
    };
    for (int i = 0; i < WIDTH; i++) {
      into[offset + i] = properties[i] ? 1 : 0;
    }
  }

  /** Whether a text has no capital letter, so that small letters say nothing. */
  static boolean isAllSmall(CharSequence text) {
    return text.codePoints().noneMatch(Character::isUpperCase);
  }

  private static boolean holdsLineBreak(CharSequence text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) == '\n') {
        return true;
      }
    }
    return false;
  }

  private static boolean endsSentence(CharSequence text, Word word) {
    return ".!?:\"".indexOf(text.charAt(word.end() - 1)) >= 0;
  }

  /** Counts in code points. */
  private static final class Letters {

    private int length;
    private int letters;
    private int capitals;
    private int small;
    private int digits;
    private boolean firstIsCapital;
    private boolean beyondAscii;

    static Letters of(CharSequence text, Word word) {
      Letters letters = new Letters();
      int at = word.start();
      while (at < word.end()) {
        int codePoint = Character.codePointAt(text, at);
        letters.add(codePoint);
        at += Character.charCount(codePoint);
      }
      return letters;
    }

    private void add(int codePoint) {
      boolean capital = Character.isUpperCase(codePoint);
      firstIsCapital |= length == 0 && capital;
      capitals += capital ? 1 : 0;
      small += Character.isLowerCase(codePoint) ? 1 : 0;
      letters += Character.isLetter(codePoint) ? 1 : 0;
      digits += Character.isDigit(codePoint) ? 1 : 0;
      beyondAscii |= codePoint > 127;
      length++;
    }
  }
}
