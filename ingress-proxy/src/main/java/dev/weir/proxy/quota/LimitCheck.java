package dev.weir.proxy.quota;

import dev.weir.governance.escrow.LocalCredit;
import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.LimitStanding;
import dev.weir.governance.quota.QuotaDecision;
import dev.weir.proxy.view.QuotaStateView;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a cost fits into accounts, and its reservation where it does. The monitors of their
 * ledgers are held.
 */
final class LimitCheck {

  private final QuotaStateView states;
  private final String epoch;
  private final InstantSource clock;
  private volatile LimitsInForce inForce = LimitsInForce.ALL;

  /** {@code epoch}: the key of this start of this proxy in {@code QuotaState.seen}. */
  LimitCheck(QuotaStateView states, String epoch, InstantSource clock) {
    this.states = states;
    this.epoch = epoch;
    this.clock = clock;
  }

  /** {@code limits}: whose credit is needed. */
  void inForce(LimitsInForce limits) {
    inForce = limits;
  }

  /** Whether the limit of one of the accounts was taken out of the policy since. */
  boolean hasReleased(List<Account> accounts) {
    for (Account account : accounts) {
      if (isReleased(account)) {
        return true;
      }
    }
    return false;
  }

  private boolean isReleased(Account account) {
    return account.creditOrNull() != null && !inForce.has(account.key());
  }

  /** Notes what is asked for, which sets how much credit is kept in store. */
  static void noteAsked(List<Account> accounts, Need need, long nowNanos) {
    for (Account account : accounts) {
      LocalCredit credit = account.creditOrNull();
      if (credit != null) {
        long sure = need.sure().reserved(account.limit().unit());
        credit.noteAsked(Math.addExact(sure, need.hopedOf(account)), nowNanos);
      }
    }
  }

  /** Whether others wait for a rate: who comes now stands behind them. */
  static boolean hasQueue(List<Account> accounts) {
    for (Account account : accounts) {
      if (account.limit().isRate() && !account.waiters().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Null where credit is lacking that may still come. */
  @Nullable Asked ask(List<Account> accounts, Need need, long nowNanos) {
    Cost cost = need.sure();
    boolean lacks = false;
    for (Account account : accounts) {
      LocalCredit credit = account.creditOrNull();
      long amount = cost.reserved(account.limit().unit());
      if (credit == null
          || amount == 0
          || (credit.isLeased(nowNanos) && credit.balance() >= amount)) {
        continue;
      }
      lacks = true;
      if (isReleased(account)) {
        continue;
      }
      if (amount > account.limit().size() || credit.isExhausted(amount, nowNanos)) {
        return spent(accounts, account, nowNanos);
      }
      if (!isAway(credit, nowNanos)) {
        return null;
      }
    }
    return lacks
        ? withoutCredit(accounts, cost, nowNanos)
        : grant(accounts, standings(accounts, nowNanos), need, nowNanos);
  }

  /** Whether the grantor has not answered for so long that others need not wait for it either. */
  private static boolean isAway(LocalCredit credit, long nowNanos) {
    return credit
        .unansweredSinceNanos()
        .map(since -> nowNanos - since > QuotaGate.WAIT_MAX.toNanos())
        .orElse(false);
  }

  /** What the policy says where credit cannot be had; nothing is hoped for then. */
  Asked withoutCredit(List<Account> accounts, Cost cost, long nowNanos) {
    List<LimitStanding> standings = standings(accounts, nowNanos);
    for (int i = 0; i < accounts.size(); i++) {
      Account account = accounts.get(i);
      LocalCredit credit = account.creditOrNull();
      long amount = cost.reserved(account.limit().unit());
      if (credit == null || (credit.isLeased(nowNanos) && credit.balance() >= amount)) {
        continue;
      }
      if (!isReleased(account) && !account.passesWithoutCredit(amount, nowNanos)) {
        return new Asked.Unknown(account.limit(), standings);
      }
      standings.set(i, standings.get(i).withCredit(amount));
    }
    Asked answer = grant(accounts, standings, Need.of(cost), nowNanos);
    if (answer instanceof Asked.Granted(var _, Hold hold)) {
      hold.withoutCredit();
    }
    return answer;
  }

  private static Asked grant(
      List<Account> accounts, List<LimitStanding> standings, Need need, long nowNanos) {
    return switch (QuotaDecision.decide(standings, need.sure())) {
      case QuotaDecision.Spent spent -> new Asked.Spent(spent);
      case QuotaDecision.Granted granted ->
          new Asked.Granted(
              granted,
              Ledger.reserve(accounts, mayHope(standings) ? need : need.withoutHope(), nowNanos));
    };
  }

  /** Counts are no credit that could be set aside: in hard limits that they keep, none hopes. */
  private static boolean mayHope(List<LimitStanding> standings) {
    for (LimitStanding standing : standings) {
      if (standing.limit().isHard() && standing.credit().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private List<LimitStanding> standings(List<Account> accounts, long nowNanos) {
    List<LimitStanding> standings = new ArrayList<>(accounts.size());
    for (Account account : accounts) {
      standings.add(account.standing(states, epoch, clock, nowNanos));
    }
    return standings;
  }

  /** What is not free is spent, or promised to exchanges at this proxy or at others. */
  private Asked spent(List<Account> accounts, Account account, long nowNanos) {
    List<LimitStanding> standings = standings(accounts, nowNanos);
    int index = accounts.indexOf(account);
    LimitStanding known = standings.get(index);
    if (account.limit().isRate()) {
      return new Asked.Spent(new QuotaDecision.Spent(standings, known));
    }
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
            known.credit(),
            known.full());
    standings.set(index, standing);
    return new Asked.Spent(new QuotaDecision.Spent(standings, standing));
  }

  /** Whether so little is left that the grantor should hear of it before somebody waits. */
  static boolean isLow(Asked answer) {
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

  /** The same for who waits: the grantor may have turned it away. Null where it goes on waiting. */
  @Nullable Asked askAgain(Waiter waiter, long nowNanos) {
    Asked decided = ask(waiter.accounts(), waiter.need(), nowNanos);
    if (decided != null) {
      return decided;
    }
    List<Account> accounts = waiter.accounts();
    for (int i = 0; i < accounts.size(); i++) {
      Account account = accounts.get(i);
      LocalCredit credit = account.creditOrNull();
      long amount = waiter.cost().reserved(account.limit().unit());
      if (credit != null
          && credit.balance() < amount
          && credit.isRefused(waiter.demandedFrom(i))
          && !isReleased(account)) {
        return spent(accounts, account, nowNanos);
      }
    }
    return null;
  }
}
