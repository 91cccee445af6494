package dev.weir.governance.firewall;

/** Words of a sentence that are written as one name: {@code ignoreAllPreviousInstructions}. */
final class RunTogether {

  /** What has fewer is an ordinary name. */
  private static final int WORDS_MIN = 4;

  private static final int NAMES_MAX = 64;
  private static final int CHARS_MAX = 1 << 14;

  private RunTogether() {}

  /** Each such name of a text in words, a line for each; empty where there is none. */
  static String apart(CharSequence text) {
    var words = new StringBuilder();
    int names = 0;
    int start = 0;
    int count = 1;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && Character.isLetter(text.charAt(i))) {
        count += beginsWord(text, start, i) ? 1 : 0;
        continue;
      }
      if (count >= WORDS_MIN && names < NAMES_MAX && words.length() + i - start < CHARS_MAX) {
        names++;
        append(words, text, start, i);
      }
      start = i + 1;
      count = 1;
    }
    return words.toString();
  }

  private static boolean beginsWord(CharSequence text, int start, int at) {
    return at > start
        && Character.isUpperCase(text.charAt(at))
        && Character.isLowerCase(text.charAt(at - 1));
  }

  private static void append(StringBuilder words, CharSequence text, int start, int end) {
    for (int i = start; i < end; i++) {
      words.append(beginsWord(text, start, i) ? " " : "").append(text.charAt(i));
    }
    words.append('\n');
  }
}
