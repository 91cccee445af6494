package dev.weir.proxy.targets;

import dev.weir.governance.routing.RetryRules;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How many second attempts one route may make: a share of its requests of the last ten seconds, and
 * a few that are always allowed. When providers fail, their troubles are thus not multiplied. Times
 * are those of the nano clock.
 */
public final class RetryBudget {

  private static final int SECONDS = 10;

  private final RetryRules rules;
  private final long[] requests = new long[SECONDS];
  private final long[] retries = new long[SECONDS];
  private long second = Long.MIN_VALUE;

  public RetryBudget(RetryRules rules) {
    this.rules = rules;
  }

  /** A request came. */
  public synchronized void request(long nowNanos) {
    requests[slot(nowNanos)]++;
  }

  /** Whether a second attempt may be made; says nothing of the next moment. */
  public synchronized boolean allows(long nowNanos) {
    var _ = slot(nowNanos);
    return isLeft();
  }

  /** Takes a second attempt out of the budget; false where none is left. */
  public synchronized boolean take(long nowNanos) {
    int slot = slot(nowNanos);
    if (!isLeft()) {
      return false;
    }
    retries[slot]++;
    return true;
  }

  private boolean isLeft() {
    long asked = 0;
    long again = 0;
    for (int i = 0; i < SECONDS; i++) {
      asked += requests[i];
      again += retries[i];
    }
    return 100 * again < rules.percent() * asked + 100 * rules.perSecond() * SECONDS;
  }

  /** The slot of now; those of seconds that have passed since are emptied. */
  private int slot(long nowNanos) {
    long now = Math.floorDiv(nowNanos, TimeUnit.SECONDS.toNanos(1));
    if (second == Long.MIN_VALUE || now - second >= SECONDS) {
      Arrays.fill(requests, 0);
      Arrays.fill(retries, 0);
      second = now;
    }
    while (second < now) {
      second++;
      int slot = Math.floorMod(second, SECONDS);
      requests[slot] = 0;
      retries[slot] = 0;
    }
    return Math.floorMod(second, SECONDS);
  }
}
