package dev.weir.governance.anomaly;

import java.util.Optional;

/**
 * What is usual for one team, learned bucket by bucket: moving averages of the logarithm of its use
 * and of the distance from it. Use varies by factors, so the logarithm is what has a stable spread.
 *
 * <p>A bucket moves the baseline by no more than the distance that is just not a spike: one burst
 * does not hide the next, and a lasting change is still learned. A pure value; the same buckets
 * always give the same baseline.
 *
 * @param level average of {@code ln(1 + tokens)}
 * @param spread average distance of {@code ln(1 + tokens)} from the level
 * @param buckets how many buckets were learned, counted up to the rule's memory and warm-up
 * @param holdBuckets how many buckets must still pass before the next alert
 */
public record SpikeBaseline(double level, double spread, int buckets, int holdBuckets) {

  public static final SpikeBaseline EMPTY = new SpikeBaseline(0, 0, 0, 0);

  /** A steady team is not alerted for a ripple. */
  private static final double SPREAD_MIN = 0.1;

  /** Mean distance to standard deviation, for a normal distribution. */
  private static final double DEVIATION_PER_SPREAD = Math.sqrt(Math.PI / 2);

  /**
   * Whether {@code tokens} in a bucket, whole or still filling, is a spike. Changes nothing: the
   * caller that alerts goes on with {@link #held}.
   */
  public Optional<Spike> judge(long tokens, SpikeRule rule) {
    boolean quiet = buckets < rule.warmUpBuckets() || holdBuckets > 0;
    if (quiet || tokens < rule.floorTokens() || logarithm(tokens) <= level + reach(rule)) {
      return Optional.empty();
    }
    return Optional.of(new Spike(tokens, Math.expm1(level)));
  }

  /** The baseline after an alert, which stays silent for the rule's hold. */
  public SpikeBaseline held(SpikeRule rule) {
    return new SpikeBaseline(level, spread, buckets, rule.holdBuckets());
  }

  /** The baseline after a whole bucket. */
  public SpikeBaseline learn(long tokens, SpikeRule rule) {
    double value = logarithm(tokens);
    int learned = Math.min(buckets + 1, Math.max(rule.memoryBuckets(), rule.warmUpBuckets()));
    int hold = Math.max(0, holdBuckets - 1);
    if (buckets == 0) {
      return new SpikeBaseline(value, 0, learned, hold);
    }
    double weight = Math.max(1.0 / (buckets + 1), 2.0 / (rule.memoryBuckets() + 1));
    double reach = buckets < rule.warmUpBuckets() ? Double.MAX_VALUE : reach(rule);
    double step = Math.clamp(value - level, -reach, reach);
    return new SpikeBaseline(
        level + weight * step, spread + weight * (Math.abs(step) - spread), learned, hold);
  }

  /**
   * The baseline after {@code count} buckets without any use. After the memory has passed several
   * times over more of them change nothing, so the work is bounded.
   */
  public SpikeBaseline learnSilence(long count, SpikeRule rule) {
    SpikeBaseline next = this;
    long bounded = Math.min(count, 5L * rule.memoryBuckets() + rule.holdBuckets());
    for (long i = 0; i < bounded; i++) {
      next = next.learn(0, rule);
    }
    return next;
  }

  private double reach(SpikeRule rule) {
    double deviation = Math.max(spread, SPREAD_MIN) * DEVIATION_PER_SPREAD;
    return Math.max(rule.deviationsMin() * deviation, Math.log(rule.ratioMin()));
  }

  private static double logarithm(long tokens) {
    return Math.log1p((double) tokens);
  }

  /** Use far above what was expected. */
  public record Spike(long observed, double expected) {}
}
