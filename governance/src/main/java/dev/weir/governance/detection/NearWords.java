package dev.weir.governance.detection;

import java.util.Arrays;

/**
 * Where in one text the words stand that a rule needs near its match, so that its pattern is not
 * run where none does. Words come by ascending end.
 */
final class NearWords {

  private int[] starts = new int[8];
  private int[] ends = new int[8];
  private int count;

  void add(int start, int end) {
    if (count == ends.length) {
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
    }
    starts[count] = start;
    ends[count++] = end;
  }

  /** Whether one may explain a match between {@code from} and {@code to}. */
  boolean isNear(int from, int to) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] <= from - Check.NEAR_BEFORE) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (int i = low; i < count && ends[i] <= to + Check.NEAR_AFTER; i++) {
      if (starts[i] >= from - Check.NEAR_BEFORE) {
        return true;
      }
    }
    return false;
  }
}
