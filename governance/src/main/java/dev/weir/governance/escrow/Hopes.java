package dev.weir.governance.escrow;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * The hopes of one account. The newest go first: an exchange that runs for longer is nearer to
 * having spent what was hoped for.
 */
final class Hopes {

  private final SequencedSet<Hope> all = new LinkedHashSet<>(0);
  private long sum;

  /** What all of them come to. */
  long sum() {
    return sum;
  }

  Hope add(long amount) {
    Hope hope = new Hope(amount);
    if (amount > 0) {
      all.add(hope);
      sum = Math.addExact(sum, amount);
    }
    return hope;
  }

  /** Takes {@code amount} out of one that has as much. */
  void shrink(Hope hope, long amount) {
    if (amount < 0 || amount > hope.amount()) {
      throw new IllegalArgumentException("more than was hoped for");
    }
    hope.lose(amount);
    sum -= amount;
    if (hope.amount() == 0) {
      all.remove(hope);
    }
  }

  /** Ends as many as the balance does not cover. */
  void fit(long balance) {
    while (sum > Math.max(0, balance)) {
      Hope newest = all.getLast();
      shrink(newest, newest.amount());
    }
  }
}
