package dev.weir.processors.quota;

import dev.weir.governance.quota.AccountKey;
import dev.weir.governance.quota.Limit;
import java.time.Duration;
import java.time.Instant;

/**
 * A limit of each value, of each agent run say, whose window never ends has an account for every
 * value that a caller ever named. One that nobody uses is forgotten, and would begin anew.
 */
final class UnusedAccounts {

  /** As long as usage is kept. */
  static final Duration KEPT = Duration.ofDays(35);

  /** A bucket is full again, and no proxy has it in mind any more. */
  private static final Duration RATE_KEPT = Duration.ofHours(1);

  private UnusedAccounts() {}

  static boolean isGone(Limit limit, AccountKey key, Instant used, long nowMillis) {
    return limit.isRate()
        ? used.plus(RATE_KEPT).isBefore(Instant.ofEpochMilli(nowMillis))
        : isGone(key, used, nowMillis);
  }

  static boolean isGone(AccountKey key, Instant used, long nowMillis) {
    return key.isOfOneValue() && key.isWithoutEnd() && isUnused(used, nowMillis);
  }

  /**
   * Of a limit that the policy does not have: it may have been taken out by mistake, and what was
   * spent of it is spent when it is back.
   */
  static boolean isUnused(Instant used, long nowMillis) {
    return used.plus(KEPT).isBefore(Instant.ofEpochMilli(nowMillis));
  }
}
