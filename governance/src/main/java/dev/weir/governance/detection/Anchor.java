package dev.weir.governance.detection;

import java.util.List;

/** Where in a text a rule's pattern is worth a try. */
public sealed interface Anchor {

  /**
   * Around each of {@code words}, in any case: from {@code before} chars in front of it to {@code
   * after} chars behind it. The pattern sees this window alone, so that {@code ^} is its start.
   */
  record Literals(List<String> words, int before, int after) implements Anchor {

    public Literals {
      words = List.copyOf(words);
      if (words.isEmpty() || words.stream().anyMatch(word -> word.length() < 2)) {
        throw new IllegalArgumentException("words of two chars or more, got " + words);
      }
      if (before < 0 || after < 0) {
        throw new IllegalArgumentException("no window: " + before + ", " + after);
      }
    }
  }

  /** Around each run of {@code min} to {@code max} digits. */
  record DigitRun(int min, int max) implements Anchor {}
}
