package dev.weir.proxy.quota;

import dev.weir.governance.escrow.CreditGrant;
import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.policy.Team;
import dev.weir.governance.quota.AccountKey;
import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitScope;
import dev.weir.governance.quota.QuotaDecision;
import dev.weir.governance.quota.Subject;
import dev.weir.proxy.view.QuotaStateView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Admits against the limits of a team and of the organisation.
 *
 * <p>A hard limit is kept by credit: what this proxy was given it may spend without asking; where
 * it has too little, the request waits until the grantor has answered. Other limits are kept by
 * counts: what the log says is spent, what this proxy has spent since, and what its exchanges in
 * flight hold; those fail towards counting too much. A proxy that writes nothing to the log has no
 * credit, and keeps hard limits by counts too.
 *
 * <p>Locks: a team's ledger, then the organisation's. Nobody is called with a lock held but who
 * hands a usage record to the log.
 */
public final class QuotaGate {

  /** Requests that wait for credit at most; another one is told at once that it is not known. */
  static final int WAITERS_MAX = 10_000;

  /** So long a request waits for the grantor at most. */
  public static final Duration WAIT_MAX = Duration.ofSeconds(5);

  private final LimitCheck check;
  private final Optional<EscrowTerms> terms;
  private final LongSupplier nanos;
  private final Map<String, Ledger> ledgers = new ConcurrentHashMap<>();
  private final Ledger common;
  private final Learned learned = new Learned();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile Runnable signal = () -> {};

  /**
   * {@code epoch}: the key of this start of this proxy in {@code QuotaState.seen}; {@code terms} of
   * the credit, nothing for none.
   */
  public QuotaGate(QuotaStateView states, String epoch, Optional<EscrowTerms> terms) {
    this(states, epoch, terms, System::nanoTime);
  }

  /** {@code nanos}: a clock that never goes back. */
  QuotaGate(QuotaStateView states, String epoch, Optional<EscrowTerms> terms, LongSupplier nanos) {
    this.nanos = nanos;
    this.check = new LimitCheck(states, epoch, InstantSource.system());
    this.terms = terms;
    this.common = new Ledger(LimitScope.ORGANISATION, terms);
    ledgers.put(LimitScope.ORGANISATION, common);
  }

  /** {@code toDemand} is called whenever there may be something to say to the grantor. */
  void onDemand(Runnable toDemand) {
    signal = toDemand;
  }

  /**
   * What is asked.
   *
   * @param limits the organisation's
   * @param at the arrival of the request: its windows are those of that time
   */
  public record Question(Team team, List<Limit> limits, Subject subject, Cost cost, Instant at) {}

  /**
   * Decides, and holds the cost where it grants: then {@link #settle} must follow. {@code later}
   * hears the answer where it is to wait for it.
   */
  public Asked ask(Question question, Consumer<Asked> later) {
    List<Limit> own = question.team().limits();
    if (own.isEmpty() && question.limits().isEmpty()) {
      return new Asked.Granted(
          new QuotaDecision.Granted(List.of(), Optional.empty(), List.of()),
          Hold.of(List.of(), question.cost()));
    }
    Ledger team = ledger(question.team().id().value());
    boolean both = !question.limits().isEmpty();
    Asked answer =
        locked(
            team,
            both,
            () -> {
              long now = nanos.getAsLong();
              List<Account> accounts = new ArrayList<>(own.size() + question.limits().size());
              Subject subject = question.subject();
              if (!team.addAccounts(own, subject, question.at(), now, accounts)
                  || !common.addAccounts(
                      question.limits(), subject, question.at(), now, accounts)) {
                return new Asked.Unknown(
                    own.isEmpty() ? question.limits().getFirst() : own.getFirst(), List.of());
              }
              LimitCheck.noteAsked(accounts, question.cost(), now);
              Asked decided =
                  LimitCheck.hasQueue(accounts) ? null : check.ask(accounts, question.cost(), now);
              return decided != null
                  ? decided
                  : park(team, both, accounts, question.cost(), later, now);
            });
    if (answer instanceof Asked.Waits || LimitCheck.isLow(answer)) {
      signal.run();
    }
    return answer;
  }

  /**
   * Reserves more for an exchange that goes on; {@code later} hears the answer where it is to wait
   * for it. What is granted is to be given to {@link #absorb}.
   */
  public Asked topUp(Hold hold, Cost more, Consumer<Asked> later) {
    List<Account> accounts = hold.accounts();
    Ledger team = ledger(hold);
    boolean both = hold.isOfBoth();
    Asked answer =
        locked(
            team,
            both,
            () -> {
              long now = nanos.getAsLong();
              LimitCheck.noteAsked(accounts, more, now);
              Asked decided = LimitCheck.hasQueue(accounts) ? null : check.ask(accounts, more, now);
              return decided != null ? decided : park(team, both, accounts, more, later, now);
            });
    if (answer instanceof Asked.Waits || LimitCheck.isLow(answer)) {
      signal.run();
    }
    return answer;
  }

  /** Adds to a hold what was granted to it; gives it back where the exchange is settled already. */
  public void absorb(Hold hold, Hold more) {
    List<Waiter> helped = new ArrayList<>(0);
    locked(
        ledger(hold),
        hold.isOfBoth(),
        () -> {
          if (hold.isSettled()) {
            more.parts().forEach(Hold.Part::giveBack);
            addWaiters(hold, helped);
          } else {
            for (int i = 0; i < hold.parts().size(); i++) {
              hold.parts().get(i).join(more.parts().get(i));
            }
            hold.grow(more.reserved());
          }
          return hold;
        });
    retry(helped);
  }

  /** Nobody wants the answer any more. */
  public void forget(Waiter waiter) {
    if (waiter.end()) {
      unpark(waiter);
    }
  }

  /**
   * Replaces what was held by what was spent; the exchange has ended.
   *
   * @param spent of this usage record; its requests are 1 where a provider was called
   * @param handOver gets the record's number within this team and epoch, and must hand it to the
   *     log before it returns
   */
  public void settle(String teamId, Hold hold, Cost spent, LongConsumer handOver) {
    Ledger team = ledger(teamId);
    List<Waiter> helped = new ArrayList<>(0);
    locked(
        team,
        hold.isOfBoth(),
        () -> {
          long sequence = team.nextSequence();
          hold.parts().forEach(part -> part.end(sequence, spent));
          addWaiters(hold, helped);
          hold.settled();
          handOver.accept(sequence);
          return hold;
        });
    retry(helped);
  }

  /** Gives back what was held and is not needed. */
  public void release(Hold hold) {
    List<Waiter> helped = new ArrayList<>(0);
    locked(
        ledger(hold),
        hold.isOfBoth(),
        () -> {
          hold.settled();
          hold.parts().forEach(Hold.Part::giveBack);
          addWaiters(hold, helped);
          return hold;
        });
    retry(helped);
  }

  private static void addWaiters(Hold hold, List<Waiter> into) {
    for (Hold.Part part : hold.parts()) {
      into.addAll(part.account().waiters());
    }
  }

  /** Notes what an attempt has spent that another one follows: its tokens count, it does not. */
  public void attempted(String teamId, Hold hold, Cost spent, LongConsumer handOver) {
    Ledger team = ledger(teamId);
    locked(
        team,
        hold.isOfBoth(),
        () -> {
          long sequence = team.nextSequence();
          hold.parts().forEach(part -> part.spend(sequence, spent));
          handOver.accept(sequence);
          return hold;
        });
  }

  /** The grantor has spoken to this start of this proxy. */
  public void granted(AccountKey key, CreditGrant grant) {
    Ledger ledger = ledgers.get(key.owner());
    if (ledger == null) {
      return;
    }
    List<Waiter> helped;
    synchronized (ledger) {
      helped = ledger.granted(key, grant, nanos.getAsLong());
    }
    retry(helped);
    signal.run();
  }

  /** The grantor has forgotten what this start of this proxy had of an account. */
  public void forgotten(AccountKey key) {
    Ledger ledger = ledgers.get(key.owner());
    if (ledger != null) {
      synchronized (ledger) {
        ledger.forgotten(key);
      }
    }
  }

  /** What there is to say to grantors now; to be sent in this order. */
  List<Demands> demands(Instant now) {
    List<Demands> all = new ArrayList<>(0);
    for (Ledger ledger : ledgers.values()) {
      synchronized (ledger) {
        ledger.demands(now, nanos.getAsLong()).ifPresent(all::add);
      }
    }
    return all;
  }

  /** Answers those who have waited long enough. */
  void expire() {
    if (waiting.get() == 0) {
      return;
    }
    for (Ledger ledger : ledgers.values()) {
      List<Waiter> overdue;
      synchronized (ledger) {
        overdue = ledger.overdue(nanos.getAsLong());
      }
      overdue.forEach(this::giveUp);
    }
  }

  /** Whether demands have nothing to speak of. */
  boolean isIdle() {
    for (Ledger ledger : ledgers.values()) {
      synchronized (ledger) {
        if (!ledger.isAtRest()) {
          return false;
        }
      }
    }
    return true;
  }

  /** This proxy ends: what is not in use is given back with the next demands. */
  void giveAllBack() {
    for (Ledger ledger : ledgers.values()) {
      synchronized (ledger) {
        ledger.giveAllBack();
      }
    }
  }

  /** What reservations are made by. */
  public Learned learned() {
    return learned;
  }

  /** Requests that wait for credit. */
  public int waiting() {
    return waiting.get();
  }

  private void giveUp(Waiter waiter) {
    Asked answer =
        locked(
            waiter.team(),
            waiter.isOfBoth(),
            () -> {
              long now = nanos.getAsLong();
              Asked decided = check.ask(waiter.accounts(), waiter.cost(), now);
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

  private void retry(List<Waiter> waiters) {
    for (Waiter waiter : waiters) {
      Asked answer =
          locked(waiter.team(), waiter.isOfBoth(), () -> waiter.isOver() ? null : again(waiter));
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
    locked(
        waiter.team(),
        waiter.isOfBoth(),
        () -> {
          waiter.accounts().forEach(account -> account.waiters().remove(waiter));
          return waiter;
        });
  }

  private Asked park(
      Ledger team,
      boolean both,
      List<Account> accounts,
      Cost cost,
      Consumer<Asked> later,
      long nowNanos) {
    if (waiting.get() >= WAITERS_MAX) {
      return new Asked.Unknown(accounts.getFirst().limit(), List.of());
    }
    waiting.incrementAndGet();
    Waiter waiter = new Waiter(team, both, accounts, cost, later, nowNanos + WAIT_MAX.toNanos());
    for (int i = 0; i < accounts.size(); i++) {
      Account account = accounts.get(i);
      if (account.creditOrNull() != null) {
        Ledger ledger = account.isOf(common) ? common : team;
        account.waiters().add(waiter);
        ledger.wake(account);
        waiter.demandedFrom(i, ledger.nextDemand());
      }
    }
    return new Asked.Waits(waiter);
  }

  private <T extends @Nullable Object> T locked(Ledger team, boolean both, Supplier<T> work) {
    synchronized (team) {
      if (!both) {
        return work.get();
      }
      synchronized (common) {
        return work.get();
      }
    }
  }

  private Ledger ledger(Hold hold) {
    return hold.parts().stream()
        .map(part -> part.account().key().owner())
        .filter(owner -> !owner.equals(LimitScope.ORGANISATION))
        .findFirst()
        .map(this::ledger)
        .orElse(common);
  }

  /** Teams come from the policy, so there are only so many. */
  private Ledger ledger(String owner) {
    Ledger known = ledgers.get(owner);
    return known != null ? known : ledgers.computeIfAbsent(owner, it -> new Ledger(it, terms));
  }
}
