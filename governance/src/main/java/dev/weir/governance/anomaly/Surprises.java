package dev.weir.governance.anomaly;

import java.nio.ByteBuffer;

/**
 * How rare a distance is among those before it: the common logarithm of one over the share that was
 * at least as large. A rank needs no assumption on how distances are spread, so that a calm series
 * and a wild one are alerted equally seldom. Beyond everything that was seen a rank says no more,
 * and how far beyond adds up to {@value #BEYOND_MAX}.
 *
 * <p>Distances are counted by their size, 16 classes for each doubling, and what was counted fades.
 */
final class Surprises {

  /** Before it has seen this many, a rank means nothing. */
  static final int WARM_UP = 50;

  private static final double BEYOND_MAX = 2;

  /** About 4,000 distances are remembered. */
  private static final float KEPT = 1 - 1 / 4_000f;

  /** Less than this of one distance is forgotten. */
  private static final float FORGOTTEN = 1e-4f;

  private static final int CLASSES_PER_DOUBLING = 16;
  private static final int SMALLEST_EXPONENT = -80;

  /** All that a float can be from 2^-80 on; the first class is zero and what is smaller. */
  private static final int CLASSES = 2 + CLASSES_PER_DOUBLING * (128 - SMALLEST_EXPONENT);

  static final int BYTES_MAX =
      2 * Integer.BYTES + Float.BYTES + CLASSES * (Short.BYTES + Float.BYTES);

  private static final double LOGARITHM_OF_TWO = Math.log(2);

  private final float[] counts = new float[CLASSES];
  private int seen;
  private float largest;

  /** The surprise of a distance, which is at least zero; then it is one of those seen. */
  double of(double distance) {
    float value = (float) Math.min(distance, Float.MAX_VALUE);
    int size = sizeClass(value);
    double surprise = seen < WARM_UP ? 0 : surprise(value, size);
    for (int i = 0; i < CLASSES; i++) {
      counts[i] = counts[i] < FORGOTTEN ? 0 : counts[i] * KEPT;
    }
    counts[size]++;
    seen = Math.min(seen + 1, WARM_UP);
    largest = Math.max(largest, value);
    return surprise;
  }

  private double surprise(float value, int size) {
    double below = 0;
    for (int i = 0; i < size; i++) {
      below += counts[i];
    }
    double atLeast = 0;
    for (int i = size; i < CLASSES; i++) {
      atLeast += counts[i];
    }
    double surprise = Math.log10((below + atLeast + 1) / (atLeast + 1));
    return atLeast < 0.5 ? surprise + beyond(value) : surprise;
  }

  private double beyond(float value) {
    return largest == 0 ? BEYOND_MAX : Math.clamp(2 * Math.log10(value / largest), 0, BEYOND_MAX);
  }

  private static int sizeClass(float value) {
    if (value == 0) {
      return 0;
    }
    double doublings = Math.log(value) / LOGARITHM_OF_TWO - SMALLEST_EXPONENT;
    return Math.clamp((int) Math.floor(doublings * CLASSES_PER_DOUBLING) + 1, 1, CLASSES - 1);
  }

  /** Writes the classes that are not empty. */
  void write(ByteBuffer to) {
    int filled = 0;
    for (float count : counts) {
      filled += count > 0 ? 1 : 0;
    }
    to.putInt(seen).putFloat(largest).putInt(filled);
    for (int i = 0; i < CLASSES; i++) {
      if (counts[i] > 0) {
        to.putShort((short) i).putFloat(counts[i]);
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException where it is something else
   */
  static Surprises read(ByteBuffer from) {
    var surprises = new Surprises();
    surprises.seen = from.getInt();
    surprises.largest = from.getFloat();
    int filled = from.getInt();
    for (int i = 0; i < filled; i++) {
      int size = from.getShort();
      if (size < 0 || size >= CLASSES) {
        throw new IllegalArgumentException("there is no class " + size + " of distances");
      }
      surprises.counts[size] = from.getFloat();
    }
    return surprises;
  }
}
