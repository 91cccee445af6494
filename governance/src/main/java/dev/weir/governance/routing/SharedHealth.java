package dev.weir.governance.routing;

import java.time.Instant;

/**
 * What proxies tell each other of a model, and what several of them say together. A pure value; the
 * order in which they are added does not matter.
 *
 * @param counts of the calls that ended in the 30 seconds before {@code countedAt}
 * @param restUntil when its provider takes calls again
 */
public record SharedHealth(
    Average ttftMillis,
    Average tokensPerSecond,
    Average errors,
    CallCounts counts,
    Instant countedAt,
    Instant restUntil) {

  public static final SharedHealth NONE =
      new SharedHealth(
          Average.NONE, Average.NONE, Average.NONE, CallCounts.NONE, Instant.EPOCH, Instant.EPOCH);

  /** Both together; counts that are too old at {@code now} are left out. */
  public SharedHealth and(SharedHealth other, Instant now) {
    return new SharedHealth(
        ttftMillis.and(other.ttftMillis, TargetHealth.LATENCY_HALF_LIFE),
        tokensPerSecond.and(other.tokensPerSecond, TargetHealth.LATENCY_HALF_LIFE),
        errors.and(other.errors, TargetHealth.ERROR_HALF_LIFE),
        countsAt(now).plus(other.countsAt(now)),
        countedAt.isAfter(other.countedAt) ? countedAt : other.countedAt,
        restUntil.isAfter(other.restUntil) ? restUntil : other.restUntil);
  }

  /** The same with another time at which its provider takes calls again. */
  public SharedHealth restingUntil(Instant other) {
    return new SharedHealth(ttftMillis, tokensPerSecond, errors, counts, countedAt, other);
  }

  /** What ended lately; nothing where that was too long ago to say anything of now. */
  public CallCounts countsAt(Instant now) {
    return now.isBefore(countedAt.plusSeconds(Breaker.WINDOW_SECONDS)) ? counts : CallCounts.NONE;
  }
}
