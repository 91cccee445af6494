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
 * @param full when a token bucket is full again if nobody uses it; nothing for windows
 */
public record LimitStanding(
    Limit limit,
    Instant windowStart,
    long spent,
    long unseen,
    long held,
    OptionalLong credit,
    Optional<Instant> full) {

  public LimitStanding {
    if (spent < 0 || unseen < 0 || held < 0) {
      throw new IllegalArgumentException(
          "counts cannot be negative: " + spent + ", " + unseen + ", " + held);
    }
  }

  /** The counts decide. */
  public LimitStanding(Limit limit, Instant windowStart, long spent, long unseen, long held) {
    this(limit, windowStart, spent, unseen, held, OptionalLong.empty(), Optional.empty());
  }

  /** A token bucket with so much in it. */
  public static LimitStanding bucket(Limit limit, long level, OptionalLong credit, Instant now) {
    long used = Math.max(0, limit.size() - level);
    return new LimitStanding(
        limit,
        Instant.EPOCH,
        used,
        0,
        0,
        credit,
        Optional.of(now.plus(limit.refill().timeFor(used))));
  }

  /** The same with other credit. */
  public LimitStanding withCredit(long amount) {
    return new LimitStanding(
        limit, windowStart, spent, unseen, held, OptionalLong.of(amount), full);
  }

  /** What is used up or promised. */
  public long used() {
    return Math.addExact(Math.addExact(spent, unseen), held);
  }

  /** What is left; never negative. */
  public long remaining() {
    return Math.max(0, limit.size() - used());
  }

  public boolean fits(long wanted) {
    return wanted <= (credit.isPresent() ? credit.getAsLong() : limit.size() - used());
  }

  /** When all can be spent again: when the window ends or the bucket is full; never for a total. */
  public Optional<Instant> reset() {
    return full.isPresent() ? full : limit.window().endOf(windowStart);
  }

  /** The share of the limit that is left: the limit with the smallest binds. */
  double slack() {
    return limit.size() == 0 ? 0 : (double) remaining() / limit.size();
  }
}
