package dev.weir.governance.anomaly;

/**
 * Lets a score pass where none of those that passed within the hold was as high, and gives 0
 * otherwise: one anomaly is told once, and again only where it becomes worse. It needs no
 * threshold, so that the threshold can be chosen afterwards. Not for several threads.
 */
public final class AlertHold {

  /** For series of some minutes' step: most of a day. */
  public static final int VALUES = 200;

  private final int values;
  private double passed;
  private int left;

  /**
   * @param values for how many values after a score lower ones are held
   */
  public AlertHold(int values) {
    if (values < 1) {
      throw new IllegalArgumentException("a hold is at least 1 value, got " + values);
    }
    this.values = values;
  }

  /** The score, or 0 where it is held. */
  public double apply(double score) {
    // The newest that passed was above all within its own hold: to remember it alone is enough.
    if (left > 0 && score <= passed) {
      left--;
      return 0;
    }
    passed = score;
    left = values;
    return score;
  }
}
