package dev.weir.governance.detection;

import java.util.List;

/**
 * Judges one match of a rule's pattern: a checksum, words that stand near, how random it looks.
 * Holds no state and looks at a bounded part of the text.
 */
@FunctionalInterface
public interface Check {

  /** Takes every match at the rule's own score. */
  Check NONE = (text, start, end, score) -> score;

  /**
   * The score from 0 to 1 of what stands from {@code start} to {@code end} in the folded {@code
   * text}; 0 rejects it. {@code score} is what is known so far.
   */
  double score(CharSequence text, int start, int end, double score);

  /**
   * Words of which one stands near everything that this does not reject, in any case; none where
   * that cannot be said. Near is up to {@value #NEAR_BEFORE} chars before and {@value #NEAR_AFTER}
   * after.
   */
  default List<String> wordsNeeded() {
    return List.of();
  }

  /** How many digits what this does not reject holds at least; none is looked for in fewer. */
  default int digitsMin() {
    return 0;
  }

  /** How many digits what this does not reject may hold. */
  default int digitsMax() {
    return Integer.MAX_VALUE;
  }

  /**
   * Whether something may be found by a pattern that begins at {@code at}; asked of rules with a
   * {@link Anchor.Start} before their pattern is run.
   */
  default boolean mayBegin(CharSequence text, int at) {
    return true;
  }

  /** How far before a match a word may begin that explains it. */
  int NEAR_BEFORE = 60;

  /** How far behind a match such a word may end. */
  int NEAR_AFTER = 30;

  /** This check, and where it does not reject, {@code next} with its score. */
  default Check and(Check next) {
    return new Both(this, next);
  }

  /** One check after the other. */
  record Both(Check first, Check next) implements Check {

    @Override
    public double score(CharSequence text, int start, int end, double score) {
      double known = first.score(text, start, end, score);
      return known <= 0 ? 0 : next.score(text, start, end, known);
    }

    @Override
    public List<String> wordsNeeded() {
      return first.wordsNeeded().isEmpty() ? next.wordsNeeded() : first.wordsNeeded();
    }

    @Override
    public int digitsMin() {
      return Math.max(first.digitsMin(), next.digitsMin());
    }

    @Override
    public int digitsMax() {
      return Math.min(first.digitsMax(), next.digitsMax());
    }

    @Override
    public boolean mayBegin(CharSequence text, int at) {
      return first.mayBegin(text, at) && next.mayBegin(text, at);
    }
  }
}
