package dev.weir.governance.anomaly;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What is usual in each hour of the week (UTC), learned value by value: for each hour a level and a
 * mean distance from it, of the logarithm, since use varies by factors. A value moves them by no
 * more than a few usual distances: one bad Monday does not become what is expected of Mondays, and
 * a lasting change is still learned within some weeks. {@value #BYTES} bytes when written. Not for
 * several threads.
 */
public final class WeekProfile {

  /** An hour is known when it was seen with this many values. */
  static final int KNOWN_AFTER = 18;

  /** Four weeks of values of five minutes. */
  private static final int MEMORY = 48;

  private static final int HOURS = 168;
  private static final int HOUR_SECONDS = 3_600;

  /** How many usual distances still are usual, and a value may move a level. */
  private static final double REACH = 5;

  /** Of a logarithm: a steady hour does not wonder at a tenth more. */
  private static final float SPREAD_MIN = 0.1f;

  private static final int BYTES = HOURS * (2 * Float.BYTES + 1);

  private final float[] levels = new float[HOURS];
  private final float[] spreads = new float[HOURS];
  private final byte[] counts = new byte[HOURS];

  /** What is expected at a time; nothing where its hour is not known yet. */
  public OptionalDouble expected(Instant at) {
    int hour = hour(at);
    return counts[hour] < KNOWN_AFTER
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.expm1(levels[hour]));
  }

  /**
   * Whether the value is within what this hour of the week has shown; false where it is not known.
   */
  public boolean isUsual(Instant at, double value) {
    int hour = hour(at);
    return counts[hour] >= KNOWN_AFTER && Math.abs(Math.log1p(value) - levels[hour]) <= reach(hour);
  }

  /**
   * Learns a value, which is at least zero.
   *
   * @throws IllegalArgumentException where it is below zero or no number
   */
  public void learn(Instant at, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException("expected a number of at least 0, got " + value);
    }
    int hour = hour(at);
    int count = counts[hour];
    float logarithm = (float) Math.log1p(value);
    float step = logarithm - levels[hour];
    if (count == 0) {
      levels[hour] = logarithm;
    } else {
      if (count >= KNOWN_AFTER) {
        step = Math.clamp(step, -reach(hour), reach(hour));
      }
      float weight = 1f / (count + 1);
      levels[hour] += weight * step;
      spreads[hour] += weight * (Math.abs(step) - spreads[hour]);
    }
    counts[hour] = (byte) Math.min(count + 1, MEMORY);
  }

  private float reach(int hour) {
    return (float) (REACH * Math.max(spreads[hour], SPREAD_MIN));
  }

  /** Hours since a Thursday midnight: 1970 began on one. */
  private static int hour(Instant at) {
    return (int) Math.floorMod(Math.floorDiv(at.getEpochSecond(), HOUR_SECONDS), (long) HOURS);
  }

  /** All that is known. */
  public byte[] bytes() {
    ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    for (int hour = 0; hour < HOURS; hour++) {
      buffer.putFloat(levels[hour]).putFloat(spreads[hour]).put(counts[hour]);
    }
    return buffer.array();
  }

  /**
   * The profile that was written.
   *
   * @throws IllegalArgumentException where these are not the bytes of one
   */
  public static WeekProfile of(byte[] bytes) {
    var profile = new WeekProfile();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      for (int hour = 0; hour < HOURS; hour++) {
        profile.levels[hour] = buffer.getFloat();
        profile.spreads[hour] = buffer.getFloat();
        profile.counts[hour] = buffer.get();
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("too few bytes for a profile of a week", e);
    }
    return profile;
  }
}
