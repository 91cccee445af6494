package dev.weir.governance.anomaly;

import java.nio.ByteBuffer;

/**
 * How rare a distance is among those before it: the common logarithm of one over the share that was
 * at least as large. A rank needs no assumption on how distances are spread, so that a calm series
 * and a wild one are alerted equally seldom. Beyond everything that was seen a rank says no more,
 * and how far beyond adds up to {@value #BEYOND_MAX}.
 */
final class Surprises {

  /** Before it has seen this many, a rank means nothing. */
  static final int WARM_UP = 50;

  private static final double BEYOND_MAX = 2;

  private final Ring seen;

  Surprises(int capacity) {
    this(new Ring(capacity));
  }

  private Surprises(Ring seen) {
    this.seen = seen;
  }

  /** The surprise of a distance, which is at least zero; then it is one of those seen. */
  double of(double distance) {
    float value = (float) Math.min(distance, Float.MAX_VALUE);
    double surprise = seen.size() < WARM_UP ? 0 : rank(value);
    seen.add(value);
    return surprise;
  }

  private double rank(float value) {
    int atLeast = 0;
    float largest = 0;
    for (int i = 0; i < seen.size(); i++) {
      float other = seen.stored(i);
      largest = Math.max(largest, other);
      if (other >= value) {
        atLeast++;
      }
    }
    double surprise = Math.log10((seen.size() + 1.0) / (atLeast + 1.0));
    return atLeast > 0 ? surprise : surprise + beyond(value, largest);
  }

  private static double beyond(float value, float largest) {
    return largest == 0
        ? BEYOND_MAX
        : Math.min(BEYOND_MAX, 2 * Math.log10((double) value / largest));
  }

  void write(ByteBuffer to) {
    seen.write(to);
  }

  static Surprises read(ByteBuffer from, int capacity) {
    return new Surprises(Ring.read(from, capacity));
  }
}
