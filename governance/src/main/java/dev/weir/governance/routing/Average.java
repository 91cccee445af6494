package dev.weir.governance.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * A moving average in which a value counts half as much after each half-life, whenever the next one
 * comes. The order in which values arrive does not matter. A pure value.
 *
 * @param sum of the values, faded
 * @param weight how many values the sum speaks for, faded
 * @param at the time up to which both have faded: that of the latest value
 */
public record Average(double sum, double weight, Instant at) {

  public static final Average NONE = new Average(0, 0, Instant.EPOCH);

  Average plus(double value, Instant time, Duration halfLife) {
    if (weight == 0) {
      return new Average(value, 1, time);
    }
    if (time.isBefore(at)) {
      double late = faded(Duration.between(time, at), halfLife);
      return new Average(sum + value * late, weight + late, at);
    }
    double faded = faded(Duration.between(at, time), halfLife);
    return new Average(sum * faded + value, weight * faded + 1, time);
  }

  /** As if both had been one from the beginning. */
  Average and(Average other, Duration halfLife) {
    if (weight == 0 || other.weight == 0) {
      return weight == 0 ? other : this;
    }
    if (other.at.isAfter(at)) {
      return other.and(this, halfLife);
    }
    double late = faded(Duration.between(other.at, at), halfLife);
    return new Average(sum + other.sum * late, weight + other.weight * late, at);
  }

  /** Nothing before the first value. */
  OptionalDouble mean() {
    return weight > 0 ? OptionalDouble.of(sum / weight) : OptionalDouble.empty();
  }

  /** How many values it speaks for at {@code time}; those before have faded. */
  double weightAt(Instant time, Duration halfLife) {
    return time.isAfter(at) ? weight * faded(Duration.between(at, time), halfLife) : weight;
  }

  private static double faded(Duration age, Duration halfLife) {
    return Math.pow(0.5, (double) age.toMillis() / halfLife.toMillis());
  }
}
