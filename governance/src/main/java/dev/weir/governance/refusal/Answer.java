package dev.weir.governance.refusal;

import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitStanding;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.governance.quota.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a caller is told.
 *
 * @param code stable; documented; programs may depend on it
 * @param retryable whether the same request may succeed soon; false tells SDKs not to retry
 */
public record Answer(
    int status,
    String code,
    String message,
    Optional<Duration> retryAfterTime,
    boolean retryable,
    Optional<SpentLimit> limit) {

  /** Which limit is spent, in the numbers that a caller needs. */
  public record SpentLimit(
      String limit,
      String scope,
      String unit,
      String window,
      long used,
      long max,
      long asked,
      Optional<Instant> reset) {

    /** Until any request in flight ends: there is no time at which it resets. */
    public boolean isBriefly() {
      return unit.equals(LimitUnit.CONCURRENT.text());
    }
  }

  static Answer of(int status, String code, String message) {
    return new Answer(status, code, message, Optional.empty(), true, Optional.empty());
  }

  Answer retryAfter(Duration time) {
    return new Answer(status, code, message, Optional.of(time), retryable, limit);
  }

  /** SDKs are told not to try again. */
  Answer notRetryable() {
    return new Answer(status, code, message, retryAfterTime, false, limit);
  }

  /** In whole seconds, rounded up, as the Retry-After header wants it (RFC 9110 section 10.2.3). */
  public Optional<Long> retryAfterSeconds() {
    return retryAfterTime.map(time -> Math.max(1, (time.toMillis() + 999) / 1000));
  }

  static Answer limitSpent(LimitStanding standing, long asked, Instant now) {
    var limit = standing.limit();
    SpentLimit spent =
        new SpentLimit(
            limit.id(),
            limit.scope().text(),
            limit.unit().text(),
            limit.window().span().text(),
            standing.used(),
            limit.size(),
            asked,
            standing.reset());
    Optional<Duration> wait = wait(standing, asked, now);
    String message =
        "Limit '%s' of %s is spent: %s."
            .formatted(
                spent.limit(),
                spent.scope(),
                spent.isBriefly() ? places(spent) : used(standing, spent));
    return new Answer(
        429, "quota_exceeded", message, wait, limit.isRate() || isBrief(limit), Optional.of(spent));
  }

  /** Nobody knows when: as soon as any of them ends. */
  private static String places(SpentLimit spent) {
    return "%d of %d requests are under way, and a place is free when one of them ends"
        .formatted(spent.used(), spent.max());
  }

  private static String used(LimitStanding standing, SpentLimit spent) {
    var limit = standing.limit();
    String until =
        standing
            .reset()
            .map(reset -> (limit.isRate() ? "; it is full again at " : "; it resets at ") + reset)
            .orElse("");
    return "%d of %d %s %s used, %d asked for%s"
        .formatted(
            spent.used(),
            spent.max(),
            spent.unit(),
            limit.window().span().phrase(),
            spent.asked(),
            until);
  }

  /** When it makes sense to ask again. */
  private static Optional<Duration> wait(LimitStanding standing, long asked, Instant now) {
    var limit = standing.limit();
    if (limit.isRate()) {
      // More than the bucket ever holds never fits.
      return asked > limit.size()
          ? Optional.empty()
          : Optional.of(limit.refill().timeFor(asked - standing.remaining()));
    }
    return isBrief(limit)
        ? Optional.of(Duration.ofSeconds(1))
        : standing.reset().map(reset -> Duration.between(now, reset));
  }

  /** A place in flight, or a second, is free again soon: SDKs may try again by themselves. */
  private static boolean isBrief(Limit limit) {
    return limit.unit() == LimitUnit.CONCURRENT || limit.window().span() == Window.Span.SECOND;
  }
}
