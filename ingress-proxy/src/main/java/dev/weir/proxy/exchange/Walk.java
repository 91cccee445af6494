package dev.weir.proxy.exchange;

import dev.weir.proxy.exchange.Admittance.Leg;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far a call has come among the models that it may ask, and whether it may ask one more. Not
 * safe for use by many threads: its call guards it.
 */
final class Walk {

  private final List<Leg> legs;
  private final Way way;

  /** Seeds what looks like chance, so that callers that fail together do not come back together. */
  private final String requestId;

  private int looked;
  private @Nullable Leg again;
  private int repetitions;

  Walk(List<Leg> legs, Way way, String requestId) {
    this.legs = legs;
    this.way = way;
    this.requestId = requestId;
  }

  /** The next to ask; nothing where all were looked at. */
  Optional<Leg> next() {
    Leg repeated = again;
    if (repeated != null) {
      again = null;
      return Optional.of(repeated);
    }
    return looked < legs.size() ? Optional.of(legs.get(looked++)) : Optional.empty();
  }

  /** How often the models were begun again with the first. */
  int round() {
    return repetitions;
  }

  /** The same model comes once more: its provider has another key. */
  void again(Leg leg) {
    again = leg;
  }

  /** Whether this is the last round and its last model, so that the request is needed no more. */
  boolean isAtEnd() {
    return again == null && looked == legs.size() && repetitions == way.options().retries();
  }

  /** Whether one more attempt would be made now. */
  boolean mayGoOn(Instant now, long nowNanos) {
    return (hasNext(now) || mayRepeat(now)) && way.budget().allows(nowNanos);
  }

  /** Whether a model that was not asked yet has a place for a call. */
  boolean hasNext(Instant now) {
    if (again != null) {
      return true;
    }
    for (int i = looked; i < legs.size(); i++) {
      if (legs.get(i).target().hasPlace(now)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayRepeat(Instant now) {
    return repetitions < way.options().retries()
        && rest(now).compareTo(way.retries().backoffMax()) <= 0;
  }

  /**
   * Goes on where the budget allows it: to the next model, or after a wait to the first one again.
   *
   * @return how long to wait; nothing where no more attempts are made
   */
  Optional<Duration> goOn(Instant now, long nowNanos) {
    if (!mayGoOn(now, nowNanos) || !way.budget().take(nowNanos)) {
      return Optional.empty();
    }
    if (hasNext(now)) {
      return Optional.of(Duration.ZERO);
    }
    looked = 0;
    repetitions++;
    Duration backoff = jittered(way.retries().backoff(repetitions));
    Duration rest = rest(now);
    return Optional.of(rest.compareTo(backoff) > 0 ? rest : backoff);
  }

  /** Until the first of the providers takes calls again. */
  private Duration rest(Instant now) {
    Duration shortest = Duration.ofDays(1);
    for (Leg leg : legs) {
      Duration rest = Duration.between(now, leg.target().restUntil(now));
      shortest = rest.compareTo(shortest) < 0 ? rest : shortest;
    }
    return shortest.isNegative() ? Duration.ZERO : shortest;
  }

  /** From nothing up to the whole, drawn from the request's id. */
  private Duration jittered(Duration longest) {
    long drawn = (requestId + "/" + repetitions).hashCode() * 0x9e3779b97f4a7c15L;
    double share = (drawn >>> 11) * 0x1.0p-53;
    return Duration.ofNanos(
        Math.max(TimeUnit.MILLISECONDS.toNanos(1), (long) (longest.toNanos() * share)));
  }
}
