package dev.weir.governance.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * How a model has answered, learned call by call: moving averages and a circuit breaker. A pure
 * value; times are those at which calls ended. What counts as a failure is the caller's to say: an
 * error that is the fault of the one who asked is none.
 */
public record TargetHealth(
    Average ttftMillis, Average tokensPerSecond, Average errors, Breaker breaker) {

  public static final TargetHealth NEW =
      new TargetHealth(Average.NONE, Average.NONE, Average.NONE, Breaker.Closed.NEW);

  /** Of times: what was a minute ago counts half. */
  public static final Duration LATENCY_HALF_LIFE = Duration.ofMinutes(1);

  /** Of errors, which are rarer: a verdict needs calls of more than a minute. */
  public static final Duration ERROR_HALF_LIFE = Duration.ofMinutes(10);

  /** Times that are older than this are no longer known, so that the model is tried again. */
  public static final Duration LATENCY_KNOWN = Duration.ofMinutes(5);

  /**
   * After an answer.
   *
   * @param ttft milliseconds from the call to the first token
   * @param speed tokens in a second after the first one; 0 where it was not measured
   */
  public TargetHealth success(double ttft, double speed, Instant at) {
    if (!(ttft >= 0 && speed >= 0) || Double.isInfinite(ttft) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("no measurements: " + ttft + ", " + speed);
    }
    return new TargetHealth(
        ttftMillis.plus(ttft, at, LATENCY_HALF_LIFE),
        speed > 0 ? tokensPerSecond.plus(speed, at, LATENCY_HALF_LIFE) : tokensPerSecond,
        errors.plus(0, at, ERROR_HALF_LIFE),
        breaker.after(false, at));
  }

  /** After a call that failed. */
  public TargetHealth failure(Instant at) {
    return new TargetHealth(
        ttftMillis, tokensPerSecond, errors.plus(1, at, ERROR_HALF_LIFE), breaker.after(true, at));
  }

  /** After a call was sent; must be told, since a breaker that was open lets only one through. */
  public TargetHealth sent(Instant at) {
    Breaker next = breaker.tried(at);
    return next.equals(breaker)
        ? this
        : new TargetHealth(ttftMillis, tokensPerSecond, errors, next);
  }

  /** As a choice sees it at {@code now}. */
  public ModelHealth at(Instant now) {
    return new ModelHealth(
        lately(ttftMillis, now),
        lately(tokensPerSecond, now),
        Math.clamp(errors.mean().orElse(0), 0, 1),
        breaker.isOpen(now),
        Math.round(errors.weightAt(now, ERROR_HALF_LIFE)));
  }

  private static OptionalDouble lately(Average average, Instant now) {
    return now.isAfter(average.at().plus(LATENCY_KNOWN)) ? OptionalDouble.empty() : average.mean();
  }
}
