package dev.weir.proxy.quota;

import dev.weir.governance.escrow.CreditGrant;
import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.escrow.LocalCredit;
import dev.weir.governance.policy.Team;
import dev.weir.governance.quota.AccountKey;
import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitScope;
import dev.weir.governance.quota.LimitStanding;
import dev.weir.governance.quota.QuotaDecision;
import dev.weir.governance.quota.Subject;
import dev.weir.proxy.view.QuotaStateView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
  static final Duration WAIT_MAX = Duration.ofSeconds(5);

  private final QuotaStateView states;
  private final String epoch;
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
    this.states = states;
    this.epoch = epoch;
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
              noteAsked(accounts, question.cost(), now);
              Asked decided = decide(accounts, question.cost(), now);
              return decided != null
                  ? decided
                  : park(team, both, accounts, question.cost(), later, now);
            });
    if (answer instanceof Asked.Waits || isLow(answer)) {
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
              noteAsked(accounts, more, now);
              Asked decided = decide(accounts, more, now);
              return decided != null ? decided : park(team, both, accounts, more, later, now);
            });
    if (answer instanceof Asked.Waits || isLow(answer)) {
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
          boolean goesOn = !hold.isSettled();
          for (int i = 0; i < hold.parts().size(); i++) {
            Hold.Part part = more.parts().get(i);
            Account account = part.account();
            long amount = part.take();
            LocalCredit credit = account.creditOrNull();
            if (goesOn) {
              hold.parts().get(i).grow(amount);
              if (credit != null) {
                // The exchange is one, whatever it has in parts.
                credit.ended(0, 0);
              }
            } else {
              account.release(amount);
              if (credit != null) {
                credit.ended(amount, 0);
              }
            }
          }
          if (goesOn) {
            hold.grow(more.reserved());
          } else {
            addWaiters(hold, helped);
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
          for (Hold.Part part : hold.parts()) {
            Account account = part.account();
            long reserved = part.take();
            long used = spent.spent(account.limit().unit());
            account.release(reserved);
            account.spent(sequence, used);
            LocalCredit credit = account.creditOrNull();
            if (credit != null) {
              credit.ended(reserved, used);
            }
          }
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
          var _ = takeBack(hold);
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
          for (Hold.Part part : hold.parts()) {
            Account account = part.account();
            long used = spent.spent(account.limit().unit());
            account.spent(sequence, used);
            LocalCredit credit = account.creditOrNull();
            if (credit != null) {
              credit.settle(0, used);
            }
          }
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

  /** Whether there is anything of which demands could speak. */
  boolean isIdle() {
    for (Ledger ledger : ledgers.values()) {
      synchronized (ledger) {
        if (!ledger.isEmpty()) {
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
              Asked decided = decide(waiter.accounts(), waiter.cost(), now);
              if (decided == null) {
                decided = withoutCredit(waiter.accounts(), waiter.cost(), now);
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
    long now = nanos.getAsLong();
    Asked decided = decide(waiter.accounts(), waiter.cost(), now);
    if (decided == null) {
      List<Account> accounts = waiter.accounts();
      for (int i = 0; i < accounts.size(); i++) {
        LocalCredit credit = accounts.get(i).creditOrNull();
        if (credit != null
            && credit.balance() < waiter.cost().reserved(accounts.get(i).limit().unit())
            && credit.isRefused(waiter.demandedFrom(i))) {
          decided = spent(accounts, accounts.get(i));
          break;
        }
      }
    }
    if (decided == null || waiter.end()) {
      return decided;
    }
    return takeBack(decided);
  }

  /** The waiter was answered meanwhile: what was reserved for it is free again. */
  private @Nullable Asked takeBack(Asked decided) {
    if (decided instanceof Asked.Granted(var _, Hold hold)) {
      var _ = takeBack(hold);
    }
    return null;
  }

  private static Hold takeBack(Hold hold) {
    for (Hold.Part part : hold.parts()) {
      long amount = part.take();
      part.account().release(amount);
      part.account().credit().ifPresent(credit -> credit.ended(amount, 0));
    }
    return hold;
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
        account.waiters().add(waiter);
        waiter.demandedFrom(i, (account.isOf(common) ? common : team).nextDemand());
      }
    }
    return new Asked.Waits(waiter);
  }

  private static void noteAsked(List<Account> accounts, Cost cost, long nowNanos) {
    for (Account account : accounts) {
      LocalCredit credit = account.creditOrNull();
      if (credit != null) {
        credit.noteAsked(cost.reserved(account.limit().unit()), nowNanos);
      }
    }
  }

  /** Null where credit is lacking that may still come. */
  private @Nullable Asked decide(List<Account> accounts, Cost cost, long nowNanos) {
    boolean away = false;
    for (Account account : accounts) {
      LocalCredit credit = account.creditOrNull();
      long amount = cost.reserved(account.limit().unit());
      if (credit == null
          || amount == 0
          || (credit.isLeased(nowNanos) && credit.balance() >= amount)) {
        continue;
      }
      if (credit.isExhausted(amount, nowNanos)) {
        return spent(accounts, account);
      }
      if (!isAway(credit, nowNanos)) {
        return null;
      }
      away = true;
    }
    return away
        ? withoutCredit(accounts, cost, nowNanos)
        : grant(accounts, standings(accounts), cost, nowNanos);
  }

  /** Whether the grantor has not answered for so long that others need not wait for it either. */
  private static boolean isAway(LocalCredit credit, long nowNanos) {
    return credit
        .unansweredSinceNanos()
        .map(since -> nowNanos - since > WAIT_MAX.toNanos())
        .orElse(false);
  }

  /** What the policy says where credit cannot be had. */
  private Asked withoutCredit(List<Account> accounts, Cost cost, long nowNanos) {
    List<LimitStanding> standings = standings(accounts);
    for (int i = 0; i < accounts.size(); i++) {
      Account account = accounts.get(i);
      LocalCredit credit = account.creditOrNull();
      long amount = cost.reserved(account.limit().unit());
      if (credit == null || (credit.isLeased(nowNanos) && credit.balance() >= amount)) {
        continue;
      }
      if (!account.passesWithoutCredit(amount, nowNanos)) {
        return new Asked.Unknown(account.limit(), standings);
      }
      standings.set(i, withCredit(standings.get(i), amount));
    }
    return grant(accounts, standings, cost, nowNanos);
  }

  private static LimitStanding withCredit(LimitStanding it, long credit) {
    return new LimitStanding(
        it.limit(), it.windowStart(), it.spent(), it.unseen(), it.held(), OptionalLong.of(credit));
  }

  private static Asked grant(
      List<Account> accounts, List<LimitStanding> standings, Cost cost, long nowNanos) {
    return switch (QuotaDecision.decide(standings, cost)) {
      case QuotaDecision.Spent spent -> new Asked.Spent(spent);
      case QuotaDecision.Granted granted ->
          new Asked.Granted(granted, Ledger.reserve(accounts, cost, nowNanos));
    };
  }

  private List<LimitStanding> standings(List<Account> accounts) {
    List<LimitStanding> standings = new ArrayList<>(accounts.size());
    for (Account account : accounts) {
      standings.add(account.standing(states, epoch));
    }
    return standings;
  }

  /** What is not free is spent, or promised to exchanges at this proxy or at others. */
  private Asked spent(List<Account> accounts, Account account) {
    List<LimitStanding> standings = standings(accounts);
    int index = accounts.indexOf(account);
    LimitStanding known = standings.get(index);
    long max = known.limit().max();
    long free = known.credit().orElse(0);
    long spent = Math.min(known.spent(), max);
    LimitStanding standing =
        new LimitStanding(
            known.limit(),
            known.windowStart(),
            known.spent(),
            0,
            Math.max(0, max - spent - free),
            known.credit());
    standings.set(index, standing);
    return new Asked.Spent(new QuotaDecision.Spent(standings, standing));
  }

  /** Whether so little is left that the grantor should hear of it before somebody waits. */
  private static boolean isLow(Asked answer) {
    if (answer instanceof Asked.Granted(var _, Hold hold)) {
      for (Hold.Part part : hold.parts()) {
        LocalCredit credit = part.account().creditOrNull();
        if (credit != null && credit.isLow()) {
          return true;
        }
      }
    }
    return false;
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
