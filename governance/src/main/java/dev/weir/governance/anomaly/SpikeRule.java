package dev.weir.governance.anomaly;

/**
 * When use is a spike.
 *
 * @param memoryBuckets over how many buckets the baseline averages (the span of its moving average)
 * @param warmUpBuckets how many buckets must have passed before anything is a spike
 * @param floorTokens no bucket below it is a spike, however quiet the team was
 * @param ratioMin a spike is at least this many times the expected use
 * @param deviationsMin a spike is at least this many usual deviations (of the logarithm) above it
 * @param holdBuckets after an alert, the next comes this many buckets later at the earliest
 */
public record SpikeRule(
    int memoryBuckets,
    int warmUpBuckets,
    long floorTokens,
    double ratioMin,
    double deviationsMin,
    int holdBuckets) {

  /** For buckets of a minute: a baseline of an hour, one alert in half an hour. */
  public static final SpikeRule DEFAULT = new SpikeRule(60, 10, 1_000, 4, 5, 30);

  public SpikeRule {
    if (memoryBuckets < 2 || warmUpBuckets < 1 || holdBuckets < 1) {
      throw new IllegalArgumentException(
          "a memory of at least 2, a warm-up and a hold of at least 1 bucket are needed");
    }
    if (floorTokens < 1 || !(ratioMin > 1) || !(deviationsMin > 0)) {
      throw new IllegalArgumentException(
          "a floor of at least 1, a ratio above 1 and positive deviations are needed");
    }
  }
}
