package dev.weir.proxy.quota;

import dev.weir.governance.escrow.CreditGrant;
import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.policy.Team;
import dev.weir.governance.quota.AccountKey;
import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.QuotaDecision;
import dev.weir.governance.quota.Subject;
import dev.weir.proxy.view.QuotaStateView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Admits against the limits of a team and of the organisation.
 *
 * <p>A hard limit is kept by credit: what this proxy was given it may spend without asking; where
 * it has too little, the request waits until the grantor has answered. Other limits are kept by
 * counts: what the log says is spent, what this proxy has spent since, and what its exchanges in
 * flight hold; those fail towards counting too much. A proxy that writes nothing to the log has no
 * credit, and keeps hard limits by counts too.
 *
 * <p>Locks: a team's ledger, then the organisation's. Nobody is called with a lock held but a
 * {@link Bill}, which hands a usage record to the log.
 */
public final class QuotaGate {

  /** So long a request waits for the grantor at most. */
  public static final Duration WAIT_MAX = Duration.ofSeconds(5);

  private final LimitCheck check;
  private final LongSupplier nanos;
  private final Ledgers ledgers;
  private final CreditQueue queue;
  private final Learned learned = new Learned();
  private final LongAdder crowded = new LongAdder();
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
    this.ledgers = new Ledgers(terms);
    this.queue = new CreditQueue(ledgers, check, nanos);
  }

  /** {@code limits} are those of the policy that governs now, whatever exchanges began with. */
  public void follow(LimitsInForce limits) {
    check.inForce(limits);
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
  public record Question(Team team, List<Limit> limits, Subject subject, Wish wish, Instant at) {}

  /**
   * Decides, and holds the cost where it grants: then {@link #settle} must follow. {@code later}
   * hears the answer where it is to wait for it.
   */
  public Asked ask(Question question, Consumer<Asked> later) {
    List<Limit> own = question.team().limits();
    if (own.isEmpty() && question.limits().isEmpty()) {
      return new Asked.Granted(
          new QuotaDecision.Granted(List.of(), Optional.empty(), List.of()),
          Hold.of(List.of(), question.wish().in(List.of()), nanos.getAsLong()));
    }
    Ledger team = ledgers.of(question.team().id().value());
    boolean both = !question.limits().isEmpty();
    Asked answer =
        ledgers.locked(
            team,
            both,
            () -> {
              long now = nanos.getAsLong();
              List<Account> accounts = new ArrayList<>(own.size() + question.limits().size());
              Subject subject = question.subject();
              Limit full = team.addAccounts(own, subject, question.at(), now, accounts);
              if (full == null) {
                full =
                    ledgers
                        .common()
                        .addAccounts(question.limits(), subject, question.at(), now, accounts);
              }
              if (full != null) {
                return new Asked.Crowded(full, Ledger.ACCOUNTS_MAX);
              }
              Need need = question.wish().in(accounts);
              return ask(team, both, accounts, need, later, now);
            });
    if (answer instanceof Asked.Crowded) {
      crowded.increment();
    }
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
    Ledger team = ledgers.of(hold);
    boolean both = hold.isOfBoth();
    Asked answer =
        ledgers.locked(
            team, both, () -> ask(team, both, accounts, Need.of(more), later, nanos.getAsLong()));
    if (answer instanceof Asked.Waits || LimitCheck.isLow(answer)) {
      signal.run();
    }
    return answer;
  }

  /** The ledgers are locked. */
  private Asked ask(
      Ledger team,
      boolean both,
      List<Account> accounts,
      Need need,
      Consumer<Asked> later,
      long now) {
    LimitCheck.noteAsked(accounts, need, now);
    Asked decided = LimitCheck.hasQueue(accounts) ? null : check.ask(accounts, need, now);
    return decided != null ? decided : queue.park(team, both, accounts, need, later, now);
  }

  /** Adds to a hold what was granted to it; gives it back where the exchange is settled already. */
  public void absorb(Hold hold, Hold more) {
    List<Waiter> helped = new ArrayList<>(0);
    ledgers.locked(
        ledgers.of(hold),
        hold.isOfBoth(),
        () -> {
          if (hold.isSettled()) {
            more.parts().forEach(Hold.Part::giveBack);
            CreditQueue.addOf(hold, helped);
          } else {
            for (int i = 0; i < hold.parts().size(); i++) {
              hold.parts().get(i).join(more.parts().get(i));
            }
            hold.grow(more.reserved());
          }
          return hold;
        });
    queue.retry(helped);
  }

  /** Nobody wants the answer any more. */
  public void forget(Waiter waiter) {
    queue.forget(waiter);
  }

  /**
   * Replaces what was held by what was spent; the exchange has ended.
   *
   * @param bill its requests are 1 where a provider was called
   */
  public void settle(String teamId, Hold hold, Bill bill) {
    Ledger team = ledgers.of(teamId);
    List<Waiter> helped = new ArrayList<>(0);
    ledgers.locked(
        team,
        hold.isOfBoth(),
        () -> {
          long sequence = team.nextSequence();
          Cost spent = hold.charge(bill, nanos.getAsLong());
          hold.parts().forEach(part -> part.end(sequence, spent));
          CreditQueue.addOf(hold, helped);
          hold.settled();
          bill.handOver(sequence);
          return hold;
        });
    queue.retry(helped);
  }

  /** Gives back what was held and is not needed. */
  public void release(Hold hold) {
    List<Waiter> helped = new ArrayList<>(0);
    ledgers.locked(
        ledgers.of(hold),
        hold.isOfBoth(),
        () -> {
          hold.settled();
          hold.parts().forEach(Hold.Part::giveBack);
          CreditQueue.addOf(hold, helped);
          return hold;
        });
    queue.retry(helped);
  }

  /** Notes what an attempt has spent that another one follows: its tokens count, it does not. */
  public void attempted(String teamId, Hold hold, Bill bill) {
    Ledger team = ledgers.of(teamId);
    ledgers.locked(
        team,
        hold.isOfBoth(),
        () -> {
          long sequence = team.nextSequence();
          Hold.Charged charged = hold.chargeAttempt(bill, nanos.getAsLong());
          hold.parts().forEach(part -> part.spend(sequence, charged));
          bill.handOver(sequence);
          return hold;
        });
  }

  /** The grantor has spoken to this start of this proxy. */
  public void granted(AccountKey key, CreditGrant grant) {
    Ledger ledger = ledgers.find(key.owner());
    if (ledger == null) {
      return;
    }
    List<Waiter> helped;
    synchronized (ledger) {
      helped = ledger.granted(key, grant, nanos.getAsLong());
    }
    queue.retry(helped);
    signal.run();
  }

  /** The grantor has forgotten what this start of this proxy had of an account. */
  public void forgotten(AccountKey key) {
    Ledger ledger = ledgers.find(key.owner());
    if (ledger != null) {
      synchronized (ledger) {
        ledger.forgotten(key);
      }
    }
  }

  /** What there is to say to grantors now; to be sent in this order. */
  List<Demands> demands(Instant now) {
    List<Demands> all = new ArrayList<>(0);
    for (Ledger ledger : ledgers.all()) {
      synchronized (ledger) {
        ledger.demands(now, nanos.getAsLong()).ifPresent(all::add);
      }
    }
    return all;
  }

  /** Answers those who have waited long enough. */
  void expire() {
    queue.expire();
  }

  /** Whether demands have nothing to speak of. */
  boolean isIdle() {
    for (Ledger ledger : ledgers.all()) {
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
    for (Ledger ledger : ledgers.all()) {
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
    return queue.waiting();
  }

  /** The most accounts that one owner has here: {@value Ledger#ACCOUNTS_MAX} are the limit. */
  public int accountsMost() {
    int most = 0;
    for (Ledger ledger : ledgers.all()) {
      synchronized (ledger) {
        most = Math.max(most, ledger.size());
      }
    }
    return most;
  }

  /** Requests that were refused because there was no room for one account more. */
  public long crowded() {
    return crowded.sum();
  }
}
