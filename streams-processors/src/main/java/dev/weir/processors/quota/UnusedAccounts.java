package dev.weir.processors.quota;

import dev.weir.governance.quota.AccountKey;
import java.time.Duration;
import java.time.Instant;

/**
 * A limit of each value, of each agent run say, whose window never ends has an account for every
 * value that a caller ever named. One that nobody uses is forgotten, and would begin anew.
 */
final class UnusedAccounts {

  /** As long as usage is kept. */
  static final Duration KEPT = Duration.ofDays(35);

  private UnusedAccounts() {}

  static boolean isGone(AccountKey key, Instant used, long nowMillis) {
    return key.isOfOneValue()
        && key.windowStart().equals(Instant.EPOCH)
        && used.plus(KEPT).isBefore(Instant.ofEpochMilli(nowMillis));
  }
}
