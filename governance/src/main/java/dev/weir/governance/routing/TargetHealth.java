package dev.weir.governance.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * How a model has answered one proxy, learned call by call: moving averages and a circuit breaker.
 * A pure value; times are those at which calls ended.
 *
 * @param failedInARow calls that failed since one did not
 * @param restUntil when its provider takes calls again
 */
public record TargetHealth(
    Average ttftMillis,
    Average tokensPerSecond,
    Average errors,
    Breaker breaker,
    long failedInARow,
    Instant restUntil) {

  public static final TargetHealth NEW =
      new TargetHealth(
          Average.NONE, Average.NONE, Average.NONE, Breaker.Closed.NEW, 0, Instant.EPOCH);

  /** Of times: what was a minute ago counts half. */
  public static final Duration LATENCY_HALF_LIFE = Duration.ofMinutes(1);

  /** Of errors, which are rarer: a verdict needs calls of more than a minute. */
  public static final Duration ERROR_HALF_LIFE = Duration.ofMinutes(10);

  /** Times that are older than this are no longer known, so that the model is tried again. */
  public static final Duration LATENCY_KNOWN = Duration.ofMinutes(5);

  /**
   * After a call.
   *
   * @param others what ended lately at other proxies: they decide with it where this one has ended
   *     too few calls to judge by
   */
  public TargetHealth after(
      CallOutcome outcome, Instant at, BreakerRules rules, CallCounts others) {
    return switch (outcome) {
      case CallOutcome.Answered _ -> answered(ttftMillis, tokensPerSecond, at, rules);
      case CallOutcome.Measured(double ttft, double speed) ->
          answered(
              ttftMillis.plus(ttft, at, LATENCY_HALF_LIFE),
              speed > 0 ? tokensPerSecond.plus(speed, at, LATENCY_HALF_LIFE) : tokensPerSecond,
              at,
              rules);
      case CallOutcome.Failed _ -> failed(at, rules, others);
      case CallOutcome.AskedToWait(Duration time) -> resting(at.plus(time));
      case CallOutcome.Unknown _ -> this;
    };
  }

  private TargetHealth answered(Average ttft, Average speed, Instant at, BreakerRules rules) {
    return new TargetHealth(
        ttft,
        speed,
        errors.plus(0, at, ERROR_HALF_LIFE),
        breaker.after(false, at, rules),
        0,
        restUntil);
  }

  private TargetHealth failed(Instant at, BreakerRules rules, CallCounts others) {
    Breaker next = breaker.after(true, at, rules);
    CallCounts own = next.counts(at);
    long inARow = failedInARow + 1;
    boolean opens =
        inARow >= rules.failedInARow()
            || (own.calls() < rules.callsMin() && rules.areTooMany(own.plus(others)));
    return new TargetHealth(
        ttftMillis,
        tokensPerSecond,
        errors.plus(1, at, ERROR_HALF_LIFE),
        opens ? next.opened(at, rules) : next,
        inARow,
        restUntil);
  }

  private TargetHealth resting(Instant until) {
    return until.isAfter(restUntil)
        ? new TargetHealth(ttftMillis, tokensPerSecond, errors, breaker, failedInARow, until)
        : this;
  }

  /** After a call was sent; must be told, since a breaker that was open lets only one through. */
  public TargetHealth sent(Instant at) {
    return with(breaker.tried(at));
  }

  /** It fails more than others that could be asked in its place. */
  public TargetHealth ejected(Instant at, BreakerRules rules) {
    return with(breaker.opened(at, rules));
  }

  private TargetHealth with(Breaker next) {
    return next.equals(breaker)
        ? this
        : new TargetHealth(ttftMillis, tokensPerSecond, errors, next, failedInARow, restUntil);
  }

  /** As a choice sees it at {@code now}, where no other proxy has said anything. */
  public ModelHealth at(Instant now) {
    return at(now, SharedHealth.NONE);
  }

  /** As a choice sees it at {@code now}, with what other proxies have measured. */
  public ModelHealth at(Instant now, SharedHealth others) {
    Average allErrors = errors.and(others.errors(), ERROR_HALF_LIFE);
    return new ModelHealth(
        lately(ttftMillis.and(others.ttftMillis(), LATENCY_HALF_LIFE), now),
        lately(tokensPerSecond.and(others.tokensPerSecond(), LATENCY_HALF_LIFE), now),
        Math.clamp(allErrors.mean().orElse(0), 0, 1),
        standing(now, others),
        Math.round(allErrors.weightAt(now, ERROR_HALF_LIFE)));
  }

  private Standing standing(Instant now, SharedHealth others) {
    if (now.isBefore(restUntil) || now.isBefore(others.restUntil())) {
      return Standing.ASKED_TO_WAIT;
    }
    return breaker.isOpen(now) ? Standing.BREAKER_OPEN : Standing.READY;
  }

  /** What other proxies are told of it. */
  public SharedHealth shared(Instant now) {
    return new SharedHealth(
        ttftMillis, tokensPerSecond, errors, breaker.counts(now), now, restUntil);
  }

  private static OptionalDouble lately(Average average, Instant now) {
    return now.isAfter(average.at().plus(LATENCY_KNOWN)) ? OptionalDouble.empty() : average.mean();
  }
}
