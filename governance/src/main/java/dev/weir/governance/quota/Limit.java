package dev.weir.governance.quota;

import dev.weir.governance.identity.TeamId;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * At most {@code max} units in each window.
 *
 * @param max in the limit's unit; for money in billionths of a dollar
 * @param outage what holds while no credit can be had; only of consequence for a hard limit
 */
public record Limit(
    String id,
    LimitScope scope,
    LimitUnit unit,
    Window window,
    long max,
    LimitMode mode,
    Outage outage) {

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
    if (unit == LimitUnit.CONCURRENT && window.span() != Window.Span.TOTAL) {
      throw new IllegalArgumentException(
          "requests in flight are limited at any time, in no window");
    }
  }

  /** A limit of all requests of a team. */
  public Limit(String id, TeamId team, LimitUnit unit, Window window, long max, LimitMode mode) {
    this(id, LimitScope.of(team), unit, window, max, mode, Outage.CLOSED);
  }

  public boolean isHard() {
    return mode == LimitMode.HARD;
  }

  /** The account that a request of {@code subject} at {@code at} is counted in, where it is. */
  public Optional<AccountKey> account(Subject subject, Instant at) {
    return scope.covers(subject)
        ? Optional.of(new AccountKey(scope.owner(), scope.account(id, subject), window.startOf(at)))
        : Optional.empty();
  }
}
