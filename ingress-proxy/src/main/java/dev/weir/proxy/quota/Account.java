package dev.weir.proxy.quota;

import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.escrow.LocalCredit;
import dev.weir.governance.quota.AccountKey;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitStanding;
import dev.weir.governance.quota.Outage;
import dev.weir.proxy.view.QuotaStateView;
import dev.weir.schemas.event.QuotaState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One window of a limit at this proxy; guarded by its ledger. */
final class Account {

  /** As long as a window's usage is still counted after its end. */
  private static final long GRACE_SECONDS = 3600;

  private final AccountKey key;
  private final @Nullable LocalCredit credit;
  private final UnseenUsage unseen = new UnseenUsage();
  private final Set<Waiter> waiters = new LinkedHashSet<>(0);
  private Limit limit;
  private long held;
  private double safeLeft;
  private long safeNanos;
  private long usedNanos;

  /** {@code terms}: those of the credit; nothing where the counts decide. */
  Account(AccountKey key, Limit limit, Optional<EscrowTerms> terms) {
    this.key = key;
    this.limit = limit;
    this.credit =
        terms.filter(_ -> limit.isHard()).map(it -> new LocalCredit(it, limit.kind())).orElse(null);
  }

  AccountKey key() {
    return key;
  }

  boolean isOf(Ledger ledger) {
    return key.owner().equals(ledger.owner());
  }

  Limit limit() {
    return limit;
  }

  /** What the policy of the newest request says of it. */
  void limit(Limit newest, long nowNanos) {
    limit = newest;
    usedNanos = nowNanos;
  }

  /** Nothing where the counts decide. */
  Optional<LocalCredit> credit() {
    return Optional.ofNullable(credit);
  }

  /** The same without an object for each look. */
  @Nullable LocalCredit creditOrNull() {
    return credit;
  }

  /** In the order in which they came. */
  Set<Waiter> waiters() {
    return waiters;
  }

  LimitStanding standing(QuotaStateView states, String epoch, InstantSource clock, long nowNanos) {
    if (credit != null && limit.isRate()) {
      long level = credit.level(limit.refill(), limit.size(), nowNanos);
      return LimitStanding.bucket(
          limit, level, OptionalLong.of(Math.max(0, credit.balance())), clock.instant());
    }
    QuotaState state = states.find(key);
    long spent = state == null ? 0 : state.getSpent();
    if (state != null) {
      unseen.seen(state.getSeen().getOrDefault(epoch, 0L));
    }
    LocalCredit own = credit;
    OptionalLong may =
        own == null ? OptionalLong.empty() : OptionalLong.of(Math.max(0, own.balance()));
    return new LimitStanding(
        limit, key.windowStart(), spent, unseen.sum(), Math.max(0, held), may, Optional.empty());
  }

  void hold(long amount) {
    held = Math.addExact(held, amount);
  }

  void release(long amount) {
    held -= amount;
  }

  /** Notes usage that the quota state will name as seen. */
  void spent(long sequence, long amount) {
    if (amount > 0) {
      unseen.add(sequence, amount);
    }
  }

  /** Whether a request may go on although no credit can be had, as the policy says. */
  boolean passesWithoutCredit(long amount, long nowNanos) {
    Outage outage = limit.outage();
    return switch (outage.kind()) {
      case OPEN -> true;
      case CLOSED -> false;
      case SAFE_RATE -> {
        double since = safeNanos == 0 ? 1 : Math.min(1, (nowNanos - safeNanos) / 1e9);
        double there = Math.min((double) outage.safeRate(), safeLeft + since * outage.safeRate());
        safeNanos = nowNanos;
        safeLeft = there >= amount ? there - amount : there;
        yield there >= amount;
      }
    };
  }

  /** Whether there is nothing to tell the grantor, and will not be before somebody asks. */
  boolean isQuiet(long nowNanos) {
    return waiters.isEmpty() && (credit == null || credit.isQuiet(nowNanos));
  }

  /** Whether nothing is lost when this account is forgotten. */
  boolean isIdle(Instant now, long nowNanos, long idleNanos) {
    boolean over =
        limit.end(key).map(end -> end.plusSeconds(GRACE_SECONDS).isBefore(now)).orElse(false);
    // What credit was spent or given back must be known as long as the grantor counts it as given:
    // else all of it would look unspent to the account's next beginning.
    boolean empty = credit == null ? unseen.size() == 0 : credit.isUntouched();
    return held == 0 && waiters.isEmpty() && (over || (empty && nowNanos - usedNanos > idleNanos));
  }
}
