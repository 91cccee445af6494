package dev.weir.proxy.quota;

import dev.weir.governance.escrow.CreditDemand;
import dev.weir.governance.escrow.CreditGrant;
import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.escrow.LocalCredit;
import dev.weir.governance.quota.AccountKey;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All accounts of one owner at this proxy: a team's, or the organisation's. Every method is called
 * with the ledger's monitor held.
 */
final class Ledger {

  /** Accounts that a ledger has at most: one limit may have one for each user. */
  static final int ACCOUNTS_MAX = 100_000;

  private static final Duration IDLE = Duration.ofMinutes(2);
  private static final Duration TIDY_EVERY = Duration.ofSeconds(10);

  /** What waits for more than this is told the same as if it waited for this. */
  private static final long NEEDED_MAX = Long.MAX_VALUE >> 4;

  /** So long before a window begins its credit is asked for, where the one before is in use. */
  private static final Duration AHEAD = Duration.ofSeconds(2);

  private final String owner;
  private final Optional<EscrowTerms> terms;
  private final Map<AccountKey, Account> accounts = new HashMap<>();

  /** Those of which there may be something to say: of a hundred thousand, most are at rest. */
  private final Set<Account> lively = new LinkedHashSet<>();

  private long sequence;
  private long number;
  private long tidiedNanos;

  Ledger(String owner, Optional<EscrowTerms> terms) {
    this.owner = owner;
    this.terms = terms;
  }

  String owner() {
    return owner;
  }

  /** The number of the next usage record of this team. */
  long nextSequence() {
    return ++sequence;
  }

  /** The number that the next demand will have. */
  long nextDemand() {
    return number + 1;
  }

  /** How many there are. */
  int size() {
    return accounts.size();
  }

  /** Adds the accounts that the request counts in; the limit that has no room for one, if any. */
  @Nullable Limit addAccounts(
      List<Limit> limits, Subject subject, Instant at, long nowNanos, List<Account> into) {
    for (Limit limit : limits) {
      AccountKey counted = limit.account(subject, at).orElse(null);
      if (counted == null) {
        continue;
      }
      AccountKey key = terms.isPresent() ? limit.creditAccount(counted) : counted;
      Account account = accounts.get(key);
      if (account == null) {
        if (accounts.size() >= ACCOUNTS_MAX) {
          return limit;
        }
        account = new Account(key, limit, terms);
        accounts.put(key, account);
      }
      account.limit(limit, nowNanos);
      lively.add(account);
      into.add(account);
    }
    return null;
  }

  /** There will be something to say of it. */
  void wake(Account account) {
    lively.add(account);
  }

  /** What a grant says; the waiting ones that it may help. */
  List<Waiter> granted(AccountKey key, CreditGrant grant, long nowNanos) {
    Account account = accounts.get(key);
    if (account == null) {
      return List.of();
    }
    account.credit().ifPresent(credit -> credit.granted(grant, nowNanos));
    lively.add(account);
    return List.copyOf(account.waiters());
  }

  /** A bucket that nobody has used for long; a budget's account is over by itself. */
  void forgotten(AccountKey key) {
    Account account = accounts.get(key);
    if (account != null
        && account.limit().isRate()
        && account.waiters().isEmpty()
        && account.credit().map(LocalCredit::forgotten).orElse(false)) {
      accounts.remove(key);
      lively.remove(account);
    }
  }

  /** What there is to tell the grantor; nothing where all is said. */
  Optional<Demands> demands(Instant now, long nowNanos) {
    prefetch(now, nowNanos);
    List<Demands.Line> lines = new ArrayList<>();
    long next = number + 1;
    for (Account account : lively) {
      LocalCredit credit = account.creditOrNull();
      if (credit != null) {
        long smallest = 0;
        long sum = 0;
        long hoped = 0;
        for (Waiter waiter : account.waiters()) {
          long amount = waiter.cost().reserved(account.limit().unit());
          smallest = smallest == 0 ? amount : Math.min(smallest, amount);
          sum = Math.min(NEEDED_MAX, sum + Math.min(NEEDED_MAX, amount));
          hoped =
              Math.min(NEEDED_MAX, hoped + Math.min(NEEDED_MAX, waiter.need().hopedOf(account)));
        }
        Optional<CreditDemand> demand = credit.demand(next, smallest, sum, hoped, nowNanos);
        demand.ifPresent(it -> lines.add(new Demands.Line(account.key(), it)));
      }
    }
    lively.removeIf(account -> account.isQuiet(nowNanos));
    tidy(now, nowNanos);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    number = next;
    return Optional.of(new Demands(owner, next, lines));
  }

  private void tidy(Instant now, long nowNanos) {
    if (nowNanos - tidiedNanos >= TIDY_EVERY.toNanos()) {
      tidiedNanos = nowNanos;
      accounts
          .values()
          .removeIf(account -> {
            boolean idle = account.isIdle(now, nowNanos, IDLE.toNanos());
            if (idle) {
              lively.remove(account);
            }
            return idle;
          });
    }
  }

  /** Requests at the beginning of a window shall not have to wait for the grantor. */
  private void prefetch(Instant now, long nowNanos) {
    List<Account> next = new ArrayList<>(0);
    for (Account account : lively) {
      LocalCredit credit = account.creditOrNull();
      Instant end = account.limit().end(account.key()).orElse(null);
      if (credit == null || end == null || !end.isAfter(now) || end.minus(AHEAD).isAfter(now)) {
        continue;
      }
      long comfort = credit.comfort(nowNanos);
      AccountKey key = new AccountKey(owner, account.key().account(), end);
      if (comfort > 0 && !accounts.containsKey(key) && accounts.size() < ACCOUNTS_MAX) {
        Account following = new Account(key, account.limit(), terms);
        following.limit(account.limit(), nowNanos);
        following.credit().ifPresent(it -> it.noteAsked(comfort, nowNanos));
        next.add(following);
      }
    }
    next.forEach(account -> {
      accounts.put(account.key(), account);
      lively.add(account);
    });
  }

  /** Those of all who wait. */
  List<Waiter> waiting(Predicate<Waiter> who) {
    List<Waiter> all = new ArrayList<>(0);
    for (Account account : lively) {
      for (Waiter waiter : account.waiters()) {
        if (who.test(waiter)) {
          all.add(waiter);
        }
      }
    }
    return all;
  }

  void giveAllBack() {
    accounts.values().forEach(account -> account.credit().ifPresent(LocalCredit::close));
    lively.addAll(accounts.values());
  }

  /** Whether there is nothing to tell the grantor. */
  boolean isAtRest() {
    return lively.isEmpty();
  }

  /** Takes what is sure in every account; all is there. */
  static Hold reserve(List<Account> all, Need need, long nowNanos) {
    for (Account account : all) {
      long amount = need.sure().reserved(account.limit().unit());
      account.hold(amount);
      LocalCredit credit = account.creditOrNull();
      if (credit != null) {
        if (!credit.reserve(amount, nowNanos)) {
          credit.reserveAnyway(amount);
        }
        credit.begun();
      }
    }
    return Hold.of(all, need, nowNanos);
  }
}
