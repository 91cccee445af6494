package dev.weir.governance.anomaly;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Says how unusual each value of a series is, from the values before it alone, with the same
 * settings for every series.
 *
 * <p>Three distances are taken of a value: from the median of the last {@value #LEVEL} values, from
 * the value before it, and of the last {@value #SHAPE} values, as a shape, from the {@value
 * #NEIGHBOURS} most alike shapes in memory. The third is what sees a wrong course of usual values,
 * and what knows again a daily peak. Each distance becomes a surprise by its rank ({@link
 * Surprises}), and the surprises are added: what is unusual in one respect only is seldom an
 * anomaly.
 *
 * <p>The memory is {@value #MEMORY} values and the sizes of about 4,000 distances: 10 KB as a rule
 * when written, and never more than {@value #BYTES_MAX} bytes. Not for several threads. The same
 * values always give the same scores, also when the scorer was written and read in between.
 */
public final class AnomalyScorer {

  /** How many values a scorer remembers. */
  public static final int MEMORY = 1_500;

  /** No score before this many values; the ranks begin a little later. */
  public static final int WARM_UP = 2 * Surprises.WARM_UP;

  private static final int LEVEL = 50;
  private static final int SHAPE = 12;
  private static final int NEIGHBOURS = 3;

  /** So that the best shapes are chosen among some. */
  private static final int SHAPES_AFTER = 2 * SHAPE + 20;

  /** A jump is far from the value before it and from the median: the two count as one. */
  private static final double VALUE_WEIGHT = 0.5;

  private static final byte VERSION = 2;

  /** So many values say where a series lies. */
  private static final int SETTLED = 32;

  /** Of scorers that kept values themselves, with the precision that a float leaves them. */
  private static final byte VERSION_WITHOUT_ORIGIN = 1;

  private static final int BYTES_MAX =
      1 + Double.BYTES + Integer.BYTES + MEMORY * Float.BYTES + 3 * Surprises.BYTES_MAX;

  /** Surprise to score: this much more surprise leaves a tenth of what is missing to 1. */
  private static final double SURPRISE_PER_TENTH = 4;

  private final Ring values;
  private final Surprises levels;
  private final Surprises steps;
  private final Surprises shapes;
  private final float[] past = new float[MEMORY];

  /**
   * The first value, and once there are some, their median. Values are kept as their distance from
   * it, so that a series far from zero that moves little does not lose its movement to rounding.
   */
  private double origin;

  /** A scorer that has seen nothing. */
  public AnomalyScorer() {
    this(0, new Ring(MEMORY), new Surprises(), new Surprises(), new Surprises());
  }

  private AnomalyScorer(
      double origin, Ring values, Surprises levels, Surprises steps, Surprises shapes) {
    this.origin = origin;
    this.values = values;
    this.levels = levels;
    this.steps = steps;
    this.shapes = shapes;
  }

  /**
   * Scores a value and learns it.
   *
   * @return from 0 (usual, or too early to say) to 1
   * @throws IllegalArgumentException where the value is no finite number
   */
  public double score(double value) {
    return scoreOf(surprise(value));
  }

  /** The score of a surprise. */
  static double scoreOf(double surprise) {
    return 1 - Math.pow(10, -surprise / SURPRISE_PER_TENTH);
  }

  private double surprise(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("expected a finite number, got " + value);
    }
    // Rounded before it is used and not when it is kept, so that a scorer that was read goes on
    // alike.
    int before = values.copy(past);
    if (before == 0) {
      origin = value;
    } else if (before == SETTLED) {
      // The first value may have been like no other.
      float distance = (float) median(before);
      values.move(-distance);
      origin += distance;
      before = values.copy(past);
    }
    float current = (float) Math.clamp(value - origin, -Float.MAX_VALUE, Float.MAX_VALUE);
    double sum = 0;
    if (before > 0) {
      sum += VALUE_WEIGHT * steps.of(Math.abs((double) current - past[before - 1]));
    }
    if (before >= LEVEL) {
      sum += VALUE_WEIGHT * levels.of(Math.abs(current - median(before)));
    }
    values.add(current);
    int count = values.copy(past);
    if (count >= SHAPES_AFTER) {
      sum += shapes.of(distanceToShapes(count));
    }
    return count < WARM_UP ? 0 : sum;
  }

  /** What the newest values are about; 0 where there is none. */
  double level() {
    int count = values.copy(past);
    return count == 0 ? 0 : origin + median(count);
  }

  private double median(int count) {
    float[] recent = Arrays.copyOfRange(past, Math.max(0, count - LEVEL), count);
    Arrays.sort(recent);
    return recent[recent.length / 2];
  }

  /** The sum of the distances of the newest shape to those most alike that do not overlap it. */
  private double distanceToShapes(int count) {
    double[] nearest = new double[NEIGHBOURS];
    Arrays.fill(nearest, Double.MAX_VALUE);
    for (int end = SHAPE; end <= count - SHAPE; end++) {
      double square = squareTo(end, count, nearest[NEIGHBOURS - 1]);
      int at = NEIGHBOURS - 1;
      if (square >= nearest[at]) {
        continue;
      }
      for (; at > 0 && nearest[at - 1] > square; at--) {
        nearest[at] = nearest[at - 1];
      }
      nearest[at] = square;
    }
    double sum = 0;
    for (double square : nearest) {
      sum += Math.sqrt(square);
    }
    return sum;
  }

  /** Stops where it is clear that it is not below {@code limit}. */
  private double squareTo(int end, int count, double limit) {
    double square = 0;
    for (int back = 1; back <= SHAPE && square < limit; back++) {
      double difference = (double) past[count - back] - past[end - back];
      square += difference * difference;
    }
    return square;
  }

  /** All that the scorer knows. */
  public byte[] bytes() {
    ByteBuffer buffer = ByteBuffer.allocate(BYTES_MAX);
    buffer.put(VERSION).putDouble(origin);
    values.write(buffer);
    levels.write(buffer);
    steps.write(buffer);
    shapes.write(buffer);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /**
   * The scorer that was written.
   *
   * @throws IllegalArgumentException where these are not the bytes of one
   */
  public static AnomalyScorer of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      byte version = buffer.get();
      if (version != VERSION && version != VERSION_WITHOUT_ORIGIN) {
        throw new IllegalArgumentException("a scorer of version " + version + " is not known");
      }
      var scorer =
          new AnomalyScorer(
              version == VERSION ? buffer.getDouble() : 0,
              Ring.read(buffer, MEMORY),
              Surprises.read(buffer),
              Surprises.read(buffer),
              Surprises.read(buffer));
      if (buffer.hasRemaining()) {
        throw new IllegalArgumentException("too many bytes for a scorer");
      }
      return scorer;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("too few bytes for a scorer", e);
    }
  }
}
