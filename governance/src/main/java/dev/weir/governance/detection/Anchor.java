package dev.weir.governance.detection;

import java.util.List;

/** What must stand in a text before a rule's pattern is run at all, and how far around it. */
public sealed interface Anchor {

  /** As far as a pattern may look from its anchor, in chars. */
  int REACH_MAX = 8192;

  /** How many chars before the anchor the pattern reads. */
  int before();

  /** How many chars after the anchor the pattern reads. */
  int after();

  /**
   * One of {@code words}, in any case, also inside of a longer word. The pattern reads from {@code
   * before} chars before the word to {@code after} chars after it.
   */
  record Literals(List<String> words, int before, int after) implements Anchor {

    public Literals {
      words = List.copyOf(words);
      if (words.isEmpty() || words.stream().anyMatch(String::isEmpty)) {
        throw new IllegalArgumentException("an anchor needs words, and none that is empty");
      }
      checkReach(before, after);
    }
  }

  /**
   * One of {@code words}, in any case: the pattern is tried from the word's first char and nowhere
   * else, and reads {@code after} chars behind the word. With {@code ^} in front, a pattern gives
   * up at the first char that does not fit, so that words may be common ones.
   *
   * @param standing whether a word counts only where no ASCII letter or digit stands in front of
   *     it; the {@code n} of {@code \\n} in quoted text is none
   * @param needed what stands in all that the pattern matches, so that it is not tried without; may
   *     be empty
   */
  record Start(List<String> words, boolean standing, int after, String needed) implements Anchor {

    /** A start of which nothing more is known. */
    public Start(List<String> words, boolean standing, int after) {
      this(words, standing, after, "");
    }

    public Start {
      words = List.copyOf(words);
      if (words.isEmpty() || words.stream().anyMatch(String::isEmpty)) {
        throw new IllegalArgumentException("an anchor needs words, and none that is empty");
      }
      checkReach(0, after);
    }

    @Override
    public int before() {
      return 0;
    }
  }

  /**
   * {@code min} to {@code max} digits in words of ASCII letters and digits that stand close to each
   * other: a word without digits, or more than three separators, ends the run. The pattern reads
   * the words of the run and {@code before} and {@code after} chars around them.
   */
  record DigitRun(int min, int max, int before, int after) implements Anchor {

    /** Runs of more digits are not told apart. */
    public static final int DIGITS_MAX = 48;

    public DigitRun {
      if (min < 1 || max < min || max > DIGITS_MAX) {
        throw new IllegalArgumentException("not a number of digits: " + min + " to " + max);
      }
      checkReach(before, after);
    }

    /** A run that the pattern reads alone, with one char on each side. */
    public DigitRun(int min, int max) {
      this(min, max, 1, 1);
    }
  }

  /**
   * Nothing: the pattern reads the whole text, in windows that overlap by {@value #OVERLAP} chars,
   * the most that a match may be long. For patterns of people, of whom no words can be asked.
   */
  record Everywhere() implements Anchor {

    /** As far as windows overlap, in chars. */
    public static final int OVERLAP = 512;

    @Override
    public int before() {
      return OVERLAP;
    }

    @Override
    public int after() {
      return 0;
    }
  }

  private static void checkReach(int before, int after) {
    if (before < 0 || after < 0 || before > REACH_MAX || after > REACH_MAX) {
      throw new IllegalArgumentException("cannot reach that far: " + before + ", " + after);
    }
  }
}
