package dev.weir.proxy.quota;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for credit. Nobody is told an answer with a lock held, and each is told one at most:
 * whoever takes the right to answer tells it.
 */
final class CreditQueue {

  /** Requests that wait at most; another one is told at once that it is not known. */
  static final int WAITERS_MAX = 10_000;

  private final Ledgers ledgers;
  private final LimitCheck check;
  private final LongSupplier nanos;
  private final AtomicInteger waiting = new AtomicInteger();

  CreditQueue(Ledgers ledgers, LimitCheck check, LongSupplier nanos) {
    this.ledgers = ledgers;
    this.check = check;
    this.nanos = nanos;
  }

  /** Keeps the request until there is an answer. */
  Asked park(
      Ledger team,
      boolean both,
      List<Account> accounts,
      Need need,
      Consumer<Asked> later,
      long nowNanos) {
    if (waiting.get() >= WAITERS_MAX) {
      return new Asked.Unknown(accounts.getFirst().limit(), List.of());
    }
    waiting.incrementAndGet();
    Waiter waiter =
        new Waiter(team, both, accounts, need, later, nowNanos + QuotaGate.WAIT_MAX.toNanos());
    for (int i = 0; i < accounts.size(); i++) {
      Account account = accounts.get(i);
      if (account.creditOrNull() != null) {
        Ledger ledger = account.isOf(ledgers.common()) ? ledgers.common() : team;
        account.waiters().add(waiter);
        ledger.wake(account);
        waiter.demandedFrom(i, ledger.nextDemand());
      }
    }
    return new Asked.Waits(waiter);
  }

  /** Nobody wants the answer any more. */
  void forget(Waiter waiter) {
    if (waiter.end()) {
      unpark(waiter);
    }
  }

  /** Those who wait for any of the accounts. */
  static void addOf(Hold hold, List<Waiter> into) {
    for (Hold.Part part : hold.parts()) {
      into.addAll(part.account().waiters());
    }
  }

  /** Answers those who have waited long enough, and those whose limit is gone from the policy. */
  void expire() {
    if (waiting.get() == 0) {
      return;
    }
    for (Ledger ledger : ledgers.all()) {
      List<Waiter> overdue;
      List<Waiter> released;
      synchronized (ledger) {
        overdue = ledger.waiting(waiter -> waiter.isOverdue(nanos.getAsLong()));
        released = ledger.waiting(waiter -> check.hasReleased(waiter.accounts()));
      }
      overdue.forEach(this::giveUp);
      retry(released);
    }
  }

  /** How many wait. */
  int waiting() {
    return waiting.get();
  }

  private void giveUp(Waiter waiter) {
    Asked answer =
        ledgers.locked(
            waiter.team(),
            waiter.isOfBoth(),
            () -> {
              long now = nanos.getAsLong();
              Asked decided = check.ask(waiter.accounts(), waiter.need(), now);
              if (decided == null) {
                decided = check.withoutCredit(waiter.accounts(), waiter.cost(), now);
              }
              return waiter.end() ? decided : takeBack(decided);
            });
    if (answer != null) {
      unpark(waiter);
      waiter.tell(answer);
    }
  }

  /** Asks once more for each of these. */
  void retry(List<Waiter> waiters) {
    for (Waiter waiter : waiters) {
      Asked answer =
          ledgers.locked(
              waiter.team(), waiter.isOfBoth(), () -> waiter.isOver() ? null : again(waiter));
      if (answer != null) {
        unpark(waiter);
        waiter.tell(answer);
      }
    }
  }

  private @Nullable Asked again(Waiter waiter) {
    Asked decided = check.askAgain(waiter, nanos.getAsLong());
    return decided == null || waiter.end() ? decided : takeBack(decided);
  }

  /** The waiter was answered meanwhile: what was reserved for it is free again. */
  private @Nullable Asked takeBack(Asked decided) {
    if (decided instanceof Asked.Granted(var _, Hold hold)) {
      hold.parts().forEach(Hold.Part::giveBack);
    }
    return null;
  }

  private void unpark(Waiter waiter) {
    waiting.decrementAndGet();
    ledgers.locked(
        waiter.team(),
        waiter.isOfBoth(),
        () -> {
          waiter.accounts().forEach(account -> account.waiters().remove(waiter));
          return waiter;
        });
  }
}
