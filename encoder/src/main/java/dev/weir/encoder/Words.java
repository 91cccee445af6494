package dev.weir.encoder;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into words as BERT's pre-tokenizer does: at white space, with each punctuation mark
 * and each CJK character a word of its own. Symbols stand alone too, so that {@code €100} has a
 * number in it.
 */
final class Words {

  private Words() {}

  static List<Word> of(CharSequence text) {
    List<Word> words = new ArrayList<>();
    int start = -1;
    int at = 0;
    while (at < text.length()) {
      int codePoint = Character.codePointAt(text, at);
      int next = at + Character.charCount(codePoint);
      boolean alone = standsAlone(codePoint);
      if (alone || separates(codePoint)) {
        if (start >= 0) {
          words.add(new Word(start, at));
          start = -1;
        }
        if (alone) {
          words.add(new Word(at, next));
        }
      } else if (start < 0) {
        start = at;
      }
      at = next;
    }
    if (start >= 0) {
      words.add(new Word(start, at));
    }
    return words;
  }

  /** Invisible format characters do not separate: they would hide a name from the model. */
  private static boolean separates(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || Character.getType(codePoint) == Character.CONTROL
        || codePoint == 0xFFFD;
  }

  private static boolean standsAlone(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.MODIFIER_SYMBOL ->
          true;
      case Character.OTHER_SYMBOL -> codePoint != 0xFFFD;
      default -> codePoint >= 0x3400 && codePoint <= 0x9FFF;
    };
  }
}
