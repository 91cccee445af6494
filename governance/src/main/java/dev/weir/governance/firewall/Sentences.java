package dev.weir.governance.firewall;

/**
 * Where sentences end: at a line's end, at quotes and brackets, at a stop that no word follows
 * without a space, and after {@value #WORDS_MAX} words.
 */
final class Sentences {

  private static final int WORDS_MAX = 30;

  /** Lines, quotes, brackets, and stops that are not also written within a word. */
  private static final String ALWAYS = "\n\r\"|<>(){}[]。।۔—“”„«»「」『』";

  private static final String WITHOUT_WORD = ".!?:;؟؛";

  private Sentences() {}

  /** The end of the sentence that begins there, behind what ends it. */
  static int end(char[] text, int from) {
    int words = 0;
    boolean inWord = false;
    for (int i = from; i < text.length; i++) {
      if (Glossary.isWord(text[i])) {
        boolean unspaced = Glossary.isUnspaced(text[i]);
        if ((!inWord || unspaced) && ++words > WORDS_MAX) {
          return i;
        }
        inWord = !unspaced;
        continue;
      }
      inWord = false;
      if (ends(text, i)) {
        return i + 1;
      }
    }
    return text.length;
  }

  private static boolean ends(char[] text, int at) {
    char c = text[at];
    if (c == ' ') {
      return false;
    }
    return ALWAYS.indexOf(c) >= 0
        || (WITHOUT_WORD.indexOf(c) >= 0
            && (at + 1 == text.length
                || !Glossary.isWord(text[at + 1])
                || Glossary.isUnspaced(text[at + 1])));
  }
}
