package dev.weir.proxy.exchange;

import dev.weir.governance.policy.Provider.Timeouts;
import dev.weir.proxy.exchange.Deadline.Wait;
import dev.weir.proxy.quota.QuotaGate;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the caller of one attempt waits for what: for the provider's first byte, for its next
 * ones, for credit. While credit is waited for, the provider owes nothing.
 */
final class ProviderPatience {

  private final Deadline deadline;
  private final Timeouts timeouts;
  private final Optional<Duration> firstToken;
  private volatile long sentNanos;

  /** {@code firstToken}: how long the first byte may take, where another model could be asked. */
  ProviderPatience(Deadline deadline, Timeouts timeouts, Optional<Duration> firstToken) {
    this.deadline = deadline;
    this.timeouts = timeouts;
    this.firstToken = firstToken;
  }

  /** The request is about to go out. */
  void awaitFirstByte() {
    sentNanos = System.nanoTime();
    deadline.set(Wait.FIRST_BYTE, soonest(timeouts.firstByte(), sentNanos), sentNanos);
  }

  /** {@code begun}: something of the answer went to the caller, and no other model can be asked. */
  void awaitMore(boolean begun) {
    long now = System.nanoTime();
    deadline.set(Wait.NEXT_BYTES, begun ? timeouts.idle() : soonest(timeouts.idle(), now), now);
  }

  /** No longer than the first byte may still take. */
  private Duration soonest(Duration usual, long nowNanos) {
    return firstToken
        .map(most -> most.minusNanos(nowNanos - sentNanos))
        .filter(left -> left.compareTo(usual) < 0)
        .orElse(usual);
  }

  /** The provider is not asked for more meanwhile. The gate ends this wait, and well before. */
  void awaitCredit() {
    deadline.set(Wait.CREDIT, QuotaGate.WAIT_MAX.multipliedBy(2), System.nanoTime());
  }

  boolean isForCredit() {
    return deadline.isFor(Wait.CREDIT);
  }

  /** What the provider has exceeded; {@code idle}: between two pieces of its answer. */
  Duration exceeded(boolean idle, boolean begun) {
    Duration usual = idle ? timeouts.idle() : timeouts.firstByte();
    return begun ? usual : firstToken.filter(it -> it.compareTo(usual) < 0).orElse(usual);
  }
}
