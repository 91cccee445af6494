package dev.weir.governance.detection;

/** Looks again at what fits a pattern: check digits, words around it, entropy. Holds no state. */
@FunctionalInterface
public interface Check {

  /**
   * The score of the chars from {@code start} to {@code end} of {@code text}, given that of their
   * rule; 0 rejects.
   */
  double score(CharSequence text, int start, int end, double score);
}
