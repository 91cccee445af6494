package dev.weir.governance.detection.pii;

import dev.weir.governance.detection.Check;
import java.util.List;

/**
 * Words near a match that say what it is. Words of up to four letters must stand alone; those of
 * scripts from Hebrew on need no space before or after them, since particles are written with them
 * or words are not parted at all.
 */
final class Context implements Check {

  private static final int WHOLE_MAX = 4;
  private static final int ASCII = 128;

  /** The first letter of the block of Hebrew, behind which these scripts lie. */
  private static final char JOINED = 0x0590;

  private final double alone;
  private final double together;
  private final List<String> words;

  /** Whether some word begins with a char of ASCII; others are not told apart. */
  private final boolean[] firsts = new boolean[ASCII + 1];

  private Context(double alone, double together, List<String> words) {
    this.alone = alone;
    this.together = together;
    this.words = List.copyOf(words);
    words.forEach(each -> firsts[Math.min(each.charAt(0), ASCII)] = true);
  }

  /** Scores {@code together} near one of the lower-case {@code words}, and {@code alone} else. */
  static Check scored(double alone, double together, List<String> words) {
    return new Context(alone, together, words);
  }

  /** Rejects what has none of the words near it. */
  static Check needed(double score, String... words) {
    return new Context(0, score, List.of(words));
  }

  @Override
  public double score(CharSequence text, int start, int end, double score) {
    boolean found =
        holds(text, Math.max(0, start - NEAR_BEFORE), start)
            || holds(text, end, Math.min(text.length(), end + NEAR_AFTER));
    return found ? together : alone;
  }

  @Override
  public List<String> wordsNeeded() {
    return alone <= 0 ? words : List.of();
  }

  private boolean holds(CharSequence text, int from, int to) {
    for (int at = from; at < to; at++) {
      char first = Character.toLowerCase(text.charAt(at));
      boolean within = first < JOINED && at > 0 && Character.isLetter(text.charAt(at - 1));
      if (within || !firsts[Math.min(first, ASCII)]) {
        continue;
      }
      for (String word : words) {
        if (isAt(text, at, to, word)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isAt(CharSequence text, int at, int to, String word) {
    int end = at + word.length();
    if (end > to || Character.toLowerCase(text.charAt(at)) != word.charAt(0)) {
      return false;
    }
    for (int i = 1; i < word.length(); i++) {
      if (Character.toLowerCase(text.charAt(at + i)) != word.charAt(i)) {
        return false;
      }
    }
    return word.length() > WHOLE_MAX
        || word.charAt(0) >= JOINED
        || end == text.length()
        || !Character.isLetter(text.charAt(end));
  }
}
