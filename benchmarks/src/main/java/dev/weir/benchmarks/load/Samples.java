package dev.weir.benchmarks.load;

import java.util.Arrays;

/**
 * Times in nanoseconds, all of them kept, so that a percentile is one that occurred. Holds at most
 * {@link #LIMIT}; a phase that would need more is a defect of its bounds.
 */
public final class Samples {

  static final int LIMIT = 20_000_000;

  private long[] values = new long[4_096];
  private int size;

  public void add(long nanos) {
    if (size == values.length) {
      if (size >= LIMIT) {
        throw new IllegalStateException("more than " + LIMIT + " samples");
      }
      values = Arrays.copyOf(values, Math.min(LIMIT, size * 2));
    }
    values[size++] = nanos;
  }

  public int size() {
    return size;
  }

  /**
   * The nearest-rank percentile in microseconds: the smallest sample that at least {@code percent}
   * of all do not exceed. Not a number when there is no sample.
   */
  public double micros(double percent) {
    if (percent <= 0 || percent > 100) {
      throw new IllegalArgumentException("percent must be above 0, at most 100: " + percent);
    }
    if (size == 0) {
      return Double.NaN;
    }
    Arrays.sort(values, 0, size);
    int rank = (int) Math.ceil(percent * size / 100);
    return values[rank - 1] / 1_000.0;
  }
}
