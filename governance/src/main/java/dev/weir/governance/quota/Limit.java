package dev.weir.governance.quota;

import dev.weir.governance.escrow.CreditKind;
import dev.weir.governance.escrow.Refill;
import dev.weir.governance.identity.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * At most {@code max} units in each window. A hard limit of a second or a minute is a rate: a token
 * bucket that {@code max} units flow into in that time, evenly.
 *
 * @param max in the limit's unit; for money in billionths of a dollar
 * @param burst what a bucket holds at most, so that it may be used at once; {@code max} for all
 *     else
 * @param outage what holds while no credit can be had; only of consequence for a hard limit
 */
public record Limit(
    String id,
    LimitScope scope,
    LimitUnit unit,
    Window window,
    long max,
    LimitMode mode,
    long burst,
    Outage outage) {

  private static final long SECONDS_PER_MINUTE = 60;
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

  public Limit {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "a limit's id has 1 to 63 of a-z 0-9 . _ - and starts with a letter or digit: '"
              + id
              + "'");
    }
    if (max < 0) {
      throw new IllegalArgumentException("a limit cannot be negative: " + max);
    }
    if (burst < 0) {
      throw new IllegalArgumentException("a burst cannot be negative: " + burst);
    }
    if (unit == LimitUnit.CONCURRENT && window.span() != Window.Span.TOTAL) {
      throw new IllegalArgumentException(
          "requests in flight are limited at any time, in no window");
    }
  }

  /** A limit whose burst is its maximum. */
  public Limit(
      String id,
      LimitScope scope,
      LimitUnit unit,
      Window window,
      long max,
      LimitMode mode,
      Outage outage) {
    this(id, scope, unit, window, max, mode, max, outage);
  }

  /** A limit of all requests of a team. */
  public Limit(String id, TeamId team, LimitUnit unit, Window window, long max, LimitMode mode) {
    this(id, LimitScope.of(team), unit, window, max, mode, Outage.CLOSED);
  }

  public boolean isHard() {
    return mode == LimitMode.HARD;
  }

  /** Whether it is kept as a token bucket. */
  public boolean isRate() {
    return isHard() && (window.span() == Window.Span.SECOND || window.span() == Window.Span.MINUTE);
  }

  /** How a rate's bucket fills. */
  public Refill refill() {
    return new Refill(
        max, Duration.ofSeconds(window.span() == Window.Span.SECOND ? 1 : SECONDS_PER_MINUTE));
  }

  /** What can be spent at once: of a rate's bucket, else all. */
  public long size() {
    return isRate() ? burst : max;
  }

  /** What becomes of its credit when it is used. */
  public CreditKind kind() {
    if (unit == LimitUnit.CONCURRENT) {
      return CreditKind.LOAN;
    }
    return isRate() ? CreditKind.RATE : CreditKind.BUDGET;
  }

  /** When the window of an account is over; never for a total and a bucket. */
  public Optional<Instant> end(AccountKey key) {
    return isRate() && key.isWithoutEnd() ? Optional.empty() : window.endOf(key.windowStart());
  }

  /** Where its credit is kept that {@link #account} counts: a bucket has no windows. */
  public AccountKey creditAccount(AccountKey counted) {
    return isRate() ? new AccountKey(counted.owner(), counted.account(), Instant.EPOCH) : counted;
  }

  /** The account that a request of {@code subject} at {@code at} is counted in, where it is. */
  public Optional<AccountKey> account(Subject subject, Instant at) {
    return scope.covers(subject)
        ? Optional.of(new AccountKey(scope.owner(), scope.account(id, subject), window.startOf(at)))
        : Optional.empty();
  }
}
