package dev.weir.governance.quota;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of one limit's window at one proxy at one moment.
 *
 * @param spent what the quota state says
 * @param unseen this proxy's own settled usage that {@code spent} does not hold yet
 * @param held what exchanges in flight at this proxy have reserved
 * @param credit what this proxy may promise of a hard limit that is shared as credit; nothing where
 *     the counts decide
 */
public record LimitStanding(
    Limit limit, Instant windowStart, long spent, long unseen, long held, OptionalLong credit) {

  public LimitStanding {
    if (spent < 0 || unseen < 0 || held < 0) {
      throw new IllegalArgumentException(
          "counts cannot be negative: " + spent + ", " + unseen + ", " + held);
    }
  }

  /** The counts decide. */
  public LimitStanding(Limit limit, Instant windowStart, long spent, long unseen, long held) {
    this(limit, windowStart, spent, unseen, held, OptionalLong.empty());
  }

  /** What is used up or promised. */
  public long used() {
    return Math.addExact(Math.addExact(spent, unseen), held);
  }

  /** What is left; never negative. */
  public long remaining() {
    return Math.max(0, limit.max() - used());
  }

  public boolean fits(long wanted) {
    return wanted <= (credit.isPresent() ? credit.getAsLong() : limit.max() - used());
  }

  /** When the window ends and the limit starts afresh; nothing for a total. */
  public Optional<Instant> reset() {
    return limit.window().endOf(windowStart);
  }

  /** The share of the limit that is left: the limit with the smallest binds. */
  double slack() {
    return limit.max() == 0 ? 0 : (double) remaining() / limit.max();
  }
}
