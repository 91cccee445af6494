package dev.weir.governance.detection;

/**
 * Where something was found, never what. {@code start} (inclusive) and {@code end} (exclusive)
 * count Unicode code points; {@code score} goes from 0 (a guess) to 1 (certain); {@code rule} names
 * what decided.
 */
public record Finding(FindingType type, int start, int end, double score, String rule) {

  public Finding {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("not a range: " + start + " to " + end);
    }
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("a score is from 0 to 1: " + score);
    }
  }

  /**
   * What was found in {@code text}, which must be the one that was scanned; for no log, no event.
   */
  public CharSequence in(String text) {
    int from = text.offsetByCodePoints(0, start);
    return text.subSequence(from, text.offsetByCodePoints(from, end - start));
  }
}
