package dev.weir.governance.detection;

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

  /** This check, and where it does not reject, {@code next} with its score. */
  default Check and(Check next) {
    return (text, start, end, score) -> {
      double first = score(text, start, end, score);
      return first <= 0 ? 0 : next.score(text, start, end, first);
    };
  }
}
