package dev.weir.governance.routing;

import java.time.Duration;

/**
 * When a model is left alone, and for how long.
 *
 * @param failedPercent of the last 30 seconds' calls that opens a breaker
 * @param callsMin calls that must have ended in that time before a share of them says anything
 * @param failedInARow failures one after the other that open it, however few calls there are
 * @param outlierPercent points by which a model's share of failures exceeds that of the others of
 *     its routes, and that open it
 * @param open how long it is left alone at first; twice as long each time it fails again
 * @param openMax how long at most
 */
public record BreakerRules(
    long failedPercent,
    long callsMin,
    long failedInARow,
    long outlierPercent,
    Duration open,
    Duration openMax) {

  private static final long COUNT_MAX = 1_000_000;

  private static final Duration OPEN_LIMIT = Duration.ofHours(1);

  public static final BreakerRules DEFAULT =
      new BreakerRules(50, 20, 5, 30, Duration.ofSeconds(10), Duration.ofMinutes(2));

  public BreakerRules {
    percentage("failed-percent", failedPercent);
    percentage("outlier-percent", outlierPercent);
    counted("calls", callsMin);
    counted("failed-in-a-row", failedInARow);
    if (!open.isPositive() || open.compareTo(openMax) > 0 || openMax.compareTo(OPEN_LIMIT) > 0) {
      throw new IllegalArgumentException(
          "open is above 0 and at most open-max, which is at most 1h");
    }
  }

  /** Whether so many failures open a breaker. */
  boolean areTooMany(CallCounts counts) {
    return counts.calls() >= callsMin && 100 * counts.errors() >= failedPercent * counts.calls();
  }

  /** Whether a model fails more than the others that could have been asked in its place. */
  public boolean isOutlier(CallCounts own, CallCounts others) {
    return own.calls() >= callsMin
        && others.calls() >= callsMin
        && own.errorPercent() - others.errorPercent() >= outlierPercent;
  }

  private static void percentage(String name, long percent) {
    if (percent < 1 || percent > 100) {
      throw new IllegalArgumentException(name + " is from 1 to 100: " + percent);
    }
  }

  private static void counted(String name, long count) {
    if (count < 1 || count > COUNT_MAX) {
      throw new IllegalArgumentException(name + " is from 1 to " + COUNT_MAX + ": " + count);
    }
  }
}
