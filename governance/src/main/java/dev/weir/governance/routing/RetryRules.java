package dev.weir.governance.routing;

import java.time.Duration;

/**
 * How many second attempts a route may make, and how long it waits before it asks the same model
 * again.
 *
 * @param percent of the requests of the last ten seconds that may be attempted again
 * @param perSecond second attempts that are always allowed, so that a quiet route has some
 * @param backoff the longest wait before the first repetition; twice as much before each further
 *     one
 * @param backoffMax the longest wait of all
 */
public record RetryRules(long percent, long perSecond, Duration backoff, Duration backoffMax) {

  private static final long PER_SECOND_MAX = 1_000_000;

  private static final Duration BACKOFF_LIMIT = Duration.ofMinutes(1);

  public static final RetryRules DEFAULT =
      new RetryRules(20, 10, Duration.ofMillis(250), Duration.ofSeconds(5));

  public RetryRules {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("percent is from 0 to 100: " + percent);
    }
    if (perSecond < 0 || perSecond > PER_SECOND_MAX) {
      throw new IllegalArgumentException(
          "per-second is from 0 to " + PER_SECOND_MAX + ": " + perSecond);
    }
    if (!backoff.isPositive()
        || backoff.compareTo(backoffMax) > 0
        || backoffMax.compareTo(BACKOFF_LIMIT) > 0) {
      throw new IllegalArgumentException(
          "backoff is above 0 and at most backoff-max, which is at most 1m");
    }
  }

  /** The longest wait before a repetition; the first is number 1. */
  public Duration backoff(int repetition) {
    Duration longest = backoff.multipliedBy(1L << Math.min(repetition - 1, 20));
    return longest.compareTo(backoffMax) > 0 ? backoffMax : longest;
  }
}
