package dev.weir.governance.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A circuit breaker as a value. It opens when its rules' share of the last 30 seconds' calls has
 * failed. After its rules' time it lets one call through: if that succeeds, it closes; if it fails,
 * it stays open for twice as long.
 */
public sealed interface Breaker {

  long WINDOW_SECONDS = 30;

  /** All calls pass. {@code seconds} are those of the window that saw calls, in their order. */
  record Closed(List<Second> seconds) implements Breaker {

    /** Nothing has failed yet. */
    public static final Closed NEW = new Closed(List.of());

    public Closed {
      seconds = List.copyOf(seconds);
    }
  }

  /** No call passes before {@code until}, then one. */
  record Open(Instant until, Duration lasts) implements Breaker {}

  /** One call was let through; where it says nothing, the next is let through at {@code until}. */
  record Trying(Instant until, Duration lasts) implements Breaker {}

  /** What ended in one second of event time. */
  record Second(long epochSecond, long calls, long errors) {}

  /** Whether a model is to be left alone. */
  default boolean isOpen(Instant at) {
    return switch (this) {
      case Closed _ -> false;
      case Open(Instant until, _) -> at.isBefore(until);
      case Trying(Instant until, _) -> at.isBefore(until);
    };
  }

  /** After a call was let through, whatever will become of it. */
  default Breaker tried(Instant at) {
    return switch (this) {
      case Closed closed -> closed;
      case Open(Instant until, Duration lasts) ->
          at.isBefore(until) ? this : new Trying(at.plus(lasts), lasts);
      case Trying(Instant until, Duration lasts) ->
          at.isBefore(until) ? this : new Trying(at.plus(lasts), lasts);
    };
  }

  /** After a call has ended. While it is open, calls that began before say nothing new. */
  default Breaker after(boolean failed, Instant at, BreakerRules rules) {
    return switch (this) {
      case Closed(List<Second> seconds) -> counted(seconds, failed, at, rules);
      case Open(Instant until, Duration lasts) ->
          at.isBefore(until) ? this : afterTrial(failed, lasts, at, rules);
      case Trying(_, Duration lasts) -> afterTrial(failed, lasts, at, rules);
    };
  }

  /** Opens for a reason of somebody else's; nothing new where it is not closed. */
  default Breaker opened(Instant at, BreakerRules rules) {
    return this instanceof Closed ? new Open(at.plus(rules.open()), rules.open()) : this;
  }

  /** What ended in the window up to {@code at}; nothing while it is not closed. */
  default CallCounts counts(Instant at) {
    long calls = 0;
    long errors = 0;
    if (this instanceof Closed(List<Second> seconds)) {
      for (Second each : seconds) {
        if (each.epochSecond() > at.getEpochSecond() - WINDOW_SECONDS) {
          calls += each.calls();
          errors += each.errors();
        }
      }
    }
    return calls == 0 ? CallCounts.NONE : new CallCounts(calls, errors);
  }

  private static Breaker afterTrial(
      boolean failed, Duration lasted, Instant at, BreakerRules rules) {
    if (!failed) {
      return Closed.NEW;
    }
    Duration doubled = lasted.multipliedBy(2);
    Duration lasts = doubled.compareTo(rules.openMax()) > 0 ? rules.openMax() : doubled;
    return new Open(at.plus(lasts), lasts);
  }

  private static Breaker counted(
      List<Second> seconds, boolean failed, Instant at, BreakerRules rules) {
    long now = at.getEpochSecond();
    long latest = seconds.isEmpty() ? now : Math.max(now, seconds.getLast().epochSecond());
    Second mine = new Second(now, 1, failed ? 1 : 0);
    List<Second> next = new ArrayList<>(seconds.size() + 1);
    for (Second each : seconds) {
      if (each.epochSecond() == now) {
        mine = new Second(now, each.calls() + 1, each.errors() + mine.errors());
      } else {
        next.add(each);
      }
    }
    next.add(mine);
    next.sort(Comparator.comparingLong(Second::epochSecond));
    next.removeIf(each -> each.epochSecond() <= latest - WINDOW_SECONDS);
    long calls = 0;
    long errors = 0;
    for (Second each : next) {
      calls += each.calls();
      errors += each.errors();
    }
    return rules.areTooMany(new CallCounts(calls, errors))
        ? new Open(at.plus(rules.open()), rules.open())
        : new Closed(next);
  }
}
