package dev.weir.processors.quota;

import dev.weir.governance.escrow.ClosedStarts;
import dev.weir.governance.escrow.CreditGrant;
import dev.weir.governance.escrow.EscrowAccount;
import dev.weir.governance.escrow.EscrowState;
import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.quota.AccountKey;
import dev.weir.governance.quota.Limit;
import dev.weir.processors.event.ProxyStart;
import dev.weir.processors.event.Step;
import dev.weir.processors.store.EscrowBook;
import dev.weir.processors.view.GoverningPolicy;
import dev.weir.processors.view.PolicySource;
import dev.weir.schemas.event.DemandLine;
import dev.weir.schemas.event.GrantAnswer;
import dev.weir.schemas.event.QuotaDemand;
import dev.weir.schemas.event.QuotaGrant;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The grantor: gives the credit of each hard limit to the proxies, as {@link EscrowAccount} says.
 * One task has all accounts of a team; what it writes is committed with what it knows, so that
 * credit exists once whatever becomes of this process.
 */
final class GrantCredit implements Step<String, QuotaEvent> {

  private static final Duration RECALLS_EVERY = Duration.ofMillis(100);
  private static final Duration SWEEP_EVERY = Duration.ofSeconds(5);

  /**
   * So many accounts are looked at then, the next ones the next time: a hundred thousand at once
   * would keep those waiting who ask for credit.
   */
  static final int SWEPT_MAX = 5_000;

  private final ProcessorContext<String, QuotaGrant> context;
  private final PolicySource policies;
  private final EscrowTerms terms;
  private final ClosedStarts closed;
  private final EventHeaders headers;
  private final EscrowMeters meters;
  private final KeyValueStore<String, EscrowBook> books;

  /** Accounts that wait for holders to give back: only time may end that. */
  private final Set<String> recalling = new HashSet<>();

  /** The account that the next sweep begins with; null for the first. */
  private @Nullable String sweepFrom;

  GrantCredit(
      ProcessorContext<String, QuotaGrant> context,
      PolicySource policies,
      EscrowTerms terms,
      ClosedStarts closed,
      EventHeaders headers,
      EscrowMeters meters) {
    this.context = context;
    this.policies = policies;
    this.terms = terms;
    this.closed = closed;
    this.headers = headers;
    this.meters = meters;
    this.books = context.getStateStore(QuotaFeedback.ESCROW);
    var _ = context.schedule(RECALLS_EVERY, PunctuationType.WALL_CLOCK_TIME, this::sweepRecalls);
    var _ = context.schedule(SWEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, this::sweepSome);
  }

  @Override
  public void process(Record<String, QuotaEvent> record) {
    switch (record.value()) {
      case QuotaEvent.Spent(Usage usage) -> spent(record.key(), usage);
      case QuotaEvent.Demanded(QuotaDemand demand) -> demanded(demand);
    }
  }

  private void spent(String owner, Usage usage) {
    GoverningPolicy policy = policies.atLeast(usage.getPolicyVersion());
    String holder = new ProxyStart(usage.getProxyId(), usage.getProxyEpoch()).text();
    for (Accounts.Entry entry : Accounts.of(usage, owner, policy)) {
      AccountKey key = entry.limit().creditAccount(entry.key());
      if (entry.limit().isHard() && entry.amount() > 0 && !isOver(entry.limit(), key)) {
        EscrowAccount account = open(key.text(), entry.limit());
        long now = context.currentSystemTimeMs();
        account.spent(holder, entry.amount(), now);
        close(key, account, now, now);
      }
    }
  }

  private void demanded(QuotaDemand demand) {
    GoverningPolicy policy = policies.atLeast(demand.getPolicyVersion());
    long now = context.currentSystemTimeMs();
    var start = new ProxyStart(demand.getProxyId(), demand.getProxyEpoch());
    for (DemandLine line : demand.getLines()) {
      AccountKey key = new AccountKey(demand.getOwner(), line.getAccount(), line.getWindowStart());
      Optional<Limit> limit = hardLimit(policy, key);
      if (limit.isPresent() && !isOver(limit.get(), key)) {
        EscrowAccount account = open(key.text(), limit.get());
        account.demanded(start.text(), EscrowBooks.demand(demand.getNumber(), line), now);
        if (demand.getFormerStartsInLog()) {
          former(account, start).forEach(former -> account.proven(former, now));
        }
        close(key, account, now, now);
      }
    }
  }

  /** The same proxy's earlier starts. */
  private static List<String> former(EscrowAccount account, ProxyStart start) {
    return account.state().holders().keySet().stream()
        .filter(name -> ProxyStart.parse(name).filter(it -> it.isBefore(start)).isPresent())
        .toList();
  }

  private static Optional<Limit> hardLimit(GoverningPolicy policy, AccountKey key) {
    return policy.limits(key.owner()).stream()
        .filter(limit -> limit.isHard() && limit.id().equals(key.limitId()))
        .findFirst();
  }

  private EscrowAccount open(String key, Limit limit) {
    return open(books.get(key), limit);
  }

  private EscrowAccount open(@Nullable EscrowBook book, Limit limit) {
    EscrowState state = EscrowBooks.state(book);
    return limit.isRate()
        ? EscrowAccount.bucket(state, limit.size(), limit.refill(), terms, closed)
        : new EscrowAccount(state, limit.max(), limit.kind(), terms, closed);
  }

  private void close(AccountKey key, EscrowAccount account, long used, long now) {
    books.put(key.text(), EscrowBooks.book(account.state(), used));
    if (account.isRecalling()) {
      recalling.add(key.text());
    } else {
      recalling.remove(key.text());
    }
    account.changes().forEach((holder, grant) -> publish(key, holder, grant.orElse(null), now));
    meters.note(key, account);
  }

  private void publish(AccountKey key, String holder, @Nullable CreditGrant grant, long now) {
    String topicKey = key.text() + '|' + holder;
    if (grant == null) {
      context.forward(new Record<>(topicKey, null, now));
      return;
    }
    ProxyStart start = ProxyStart.parse(holder).orElseThrow();
    Instant at = Instant.ofEpochMilli(now);
    QuotaGrant event =
        new QuotaGrant(
            key.owner(),
            key.account(),
            key.windowStart(),
            start.proxyId(),
            start.epoch(),
            grant.granted(),
            grant.revoked(),
            grant.considered(),
            GrantAnswer.valueOf(grant.answer().name()),
            grant.left(),
            grant.recall(),
            grant.scarce(),
            at);
    String id = topicKey + '/' + grant.considered() + '/' + grant.granted() + '/' + now;
    context.forward(new Record<>(topicKey, event, now, headers.of(Topic.QUOTA_GRANTS, id, at)));
  }

  private void sweepRecalls(long now) {
    for (String key : List.copyOf(recalling)) {
      sweep(key, books.get(key), now);
    }
  }

  private void sweepSome(long now) {
    List<KeyValue<String, EscrowBook>> some = new ArrayList<>();
    try (KeyValueIterator<String, EscrowBook> stored = books.range(sweepFrom, null)) {
      while (stored.hasNext() && some.size() < SWEPT_MAX) {
        some.add(stored.next());
      }
      sweepFrom = stored.hasNext() ? stored.peekNextKey() : null;
    }
    some.forEach(entry -> sweep(entry.key, entry.value, now));
  }

  private void sweep(String text, @Nullable EscrowBook book, long now) {
    AccountKey key = AccountKey.parse(text).orElse(null);
    if (key == null || book == null) {
      recalling.remove(text);
      return;
    }
    Optional<Limit> limit = hardLimit(policies.atLeast(0), key);
    Instant used = Instant.ofEpochMilli(book.getUsedMillis());
    if (limit.isEmpty() && !UnusedAccounts.isUnused(used, now)) {
      recalling.remove(text);
      meters.forget(key);
      return;
    }
    if (limit.isEmpty()
        || isOver(limit.get(), key)
        || UnusedAccounts.isGone(limit.get(), key, used, now)) {
      forget(key, book, now);
      return;
    }
    EscrowAccount account = open(book, limit.get());
    EscrowState before = account.state();
    account.sweep(now);
    EscrowState after = account.state();
    if (!after.equals(before) && !after.hasOnlyFilled(before)) {
      close(key, account, book.getUsedMillis(), now);
    } else {
      meters.note(key, account);
    }
  }

  /** The window is over, or nobody has used it for long. */
  private void forget(AccountKey key, EscrowBook book, long now) {
    recalling.remove(key.text());
    books.delete(key.text());
    meters.forget(key);
    for (String holder : EscrowBooks.state(book).holders().keySet()) {
      publish(key, holder, null, now);
    }
  }

  private boolean isOver(Limit limit, AccountKey key) {
    return limit
        .end(key)
        .map(end ->
            end.plus(CountSpending.GRACE)
                .isBefore(Instant.ofEpochMilli(context.currentSystemTimeMs())))
        .orElse(false);
  }
}
