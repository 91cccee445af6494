package dev.weir.processors.burn;

import dev.weir.governance.burn.BudgetAccount;
import dev.weir.governance.burn.BudgetAlerts;
import dev.weir.governance.burn.BudgetNews;
import dev.weir.governance.burn.SpendHistory;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.Subject;
import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Step;
import dev.weir.processors.event.UsageSubject;
import dev.weir.processors.store.BudgetState;
import dev.weir.processors.view.GoverningPolicy;
import dev.weir.processors.view.PolicySource;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.BurnReport;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Adds usage to the budgets of its owner, a team or the organisation, and tells what is to be told.
 * Holds at most {@value #PENDING_MAX} sums of minutes: one more adds all of them early. Accounts
 * that nothing is spent of are looked at every five minutes, since windows end and rates fall
 * without usage; those whose limit is gone from the policy are deleted, here and with a tombstone
 * for everybody.
 *
 * <p>A limit of each value has an account for each. At most {@value #OF_ONE_VALUE_MAX} of these are
 * followed, and {@value #OF_ONE_OWNER_MAX} of one owner, since callers name some values themselves;
 * what another one spends is counted as unwatched. One that nobody uses any more makes room.
 */
final class WatchBudgets implements Step<String, Usage> {

  static final int PENDING_MAX = 10_000;
  static final int OF_ONE_VALUE_MAX = 10_000;
  static final int OF_ONE_OWNER_MAX = 2_000;
  static final Duration ADD_EVERY = Duration.ofSeconds(15);
  static final Duration REVIEW_EVERY = Duration.ofMinutes(5);

  /** As long as usage is kept: what claims to be older comes from a clock that is wrong. */
  private static final Duration LATE_MAX = Duration.ofDays(35);

  private static final long MINUTES_OF_HOUR = 60;

  /** Of values that nothing is spent of, only every twelfth review: there may be thousands. */
  private static final int VALUES_EVERY = 12;

  /** Of one value it is told that its budget is used, and not how it came to that. */
  private static final int VALUE_SHARE_MIN = 100;

  private final ProcessorContext<String, SpecificRecordBase> context;
  private final PolicySource policies;
  private final EventHeaders headers;
  private final Counters counters;
  private final KeyValueStore<String, Long> pending;
  private final KeyValueStore<String, BudgetState> accounts;
  private int pendingCount;

  /** Accounts of one value by their owner; null until they are counted. */
  private @Nullable Map<String, Integer> ofOneValue;

  private int reviews;

  WatchBudgets(
      ProcessorContext<String, SpecificRecordBase> context,
      PolicySource policies,
      EventHeaders headers,
      Counters counters) {
    this.context = context;
    this.policies = policies;
    this.headers = headers;
    this.counters = counters;
    this.pending = context.getStateStore(BudgetWatching.PENDING);
    this.accounts = context.getStateStore(BudgetWatching.ACCOUNTS);
    var _ = context.schedule(ADD_EVERY, PunctuationType.WALL_CLOCK_TIME, this::add);
    var _ = context.schedule(REVIEW_EVERY, PunctuationType.WALL_CLOCK_TIME, this::review);
  }

  @Override
  public void process(Record<String, Usage> record) {
    Usage usage = record.value();
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    // A proxy whose clock runs ahead must not carry its team into the next window.
    Instant at = usage.getEndedAt().isBefore(now) ? usage.getEndedAt() : now;
    if (at.isBefore(now.minus(LATE_MAX))) {
      counters.usageTooOld();
      return;
    }
    Subject subject = UsageSubject.of(usage);
    for (Limit limit : policies.atLeast(usage.getPolicyVersion()).limits(record.key())) {
      long amount = Amounts.of(usage, limit.unit());
      if (amount > 0 && BudgetAccount.isBudget(limit, at)) {
        limit
            .account(subject, at)
            .ifPresent(it -> collect(WatchedKey.text(it), SpendHistory.minuteOf(at), amount));
      }
    }
    if (pendingCount > PENDING_MAX) {
      add(now.toEpochMilli());
    }
  }

  private void collect(String account, long minute, long amount) {
    String key = account + '|' + minute;
    Long before = pending.get(key);
    if (before == null) {
      pendingCount++;
    }
    pending.put(key, Math.addExact(before == null ? 0 : before, amount));
  }

  private void add(long nowMillis) {
    Round round = new Round(nowMillis);
    if (round.governing.policy() == null) {
      return; // What was collected waits: nothing is collected either until a policy is known.
    }
    takePending().forEach(round::add);
  }

  /** By account and minute, in the order of time. */
  private Map<String, NavigableMap<Long, Long>> takePending() {
    Map<String, NavigableMap<Long, Long>> collected = new TreeMap<>();
    List<String> taken = new ArrayList<>();
    try (KeyValueIterator<String, Long> all = pending.all()) {
      while (all.hasNext()) {
        KeyValue<String, Long> each = all.next();
        int at = each.key.lastIndexOf('|');
        collected
            .computeIfAbsent(each.key.substring(0, at), _ -> new TreeMap<>())
            .put(Long.parseLong(each.key.substring(at + 1)), each.value);
        taken.add(each.key);
      }
    }
    taken.forEach(pending::delete);
    pendingCount = 0;
    return collected;
  }

  private void review(long nowMillis) {
    Round round = new Round(nowMillis);
    if (round.governing.policy() == null) {
      return; // It is not known yet: what it no longer has cannot be said.
    }
    round.withValues = reviews++ % VALUES_EVERY == 0;
    keys().forEach(round::review);
  }

  private Set<String> keys() {
    Set<String> keys = new HashSet<>();
    try (KeyValueIterator<String, BudgetState> all = accounts.all()) {
      while (all.hasNext()) {
        keys.add(all.next().key);
      }
    }
    return keys;
  }

  /** Takes a place for one more account of one value, where there is one. */
  private boolean takesPlace(String key) {
    Map<String, Integer> places = places();
    String owner = WatchedKey.owner(key);
    int all = places.values().stream().mapToInt(Integer::intValue).sum();
    if (all >= OF_ONE_VALUE_MAX || places.getOrDefault(owner, 0) >= OF_ONE_OWNER_MAX) {
      return false;
    }
    places.merge(owner, 1, Integer::sum);
    return true;
  }

  private Map<String, Integer> places() {
    if (ofOneValue == null) {
      Map<String, Integer> counted = new HashMap<>();
      keys().stream()
          .filter(WatchedKey::isOfOneValue)
          .forEach(key -> counted.merge(WatchedKey.owner(key), 1, Integer::sum));
      ofOneValue = counted;
    }
    return ofOneValue;
  }

  /** All that is done at one moment, under one policy. */
  private final class Round {

    private final Instant now;
    private final GoverningPolicy governing;
    private final String organisation;
    private final BudgetAlerts alerts;
    private boolean withValues;

    Round(long nowMillis) {
      this.now = Instant.ofEpochMilli(nowMillis).truncatedTo(ChronoUnit.MICROS);
      this.governing = policies.atLeast(0);
      Policy policy = governing.policy();
      this.organisation = policy == null ? "" : policy.organisation();
      this.alerts = policy == null ? BudgetAlerts.DEFAULT : policy.alerts();
    }

    /** One value is often in a hurry for some minutes, which is no news; its shares are. */
    private BudgetAlerts alerts(String key) {
      return WatchedKey.isOfOneValue(key)
          ? new BudgetAlerts(
              alerts.at().stream().filter(share -> share >= VALUE_SHARE_MIN).toList(), false)
          : alerts;
    }

    private Optional<Limit> limit(String key) {
      return governing.limits(WatchedKey.owner(key)).stream()
          .filter(it -> it.id().equals(WatchedKey.limitId(key)))
          .filter(it -> BudgetAccount.isBudget(it, now))
          .findFirst();
    }

    void add(String key, NavigableMap<Long, Long> minutes) {
      Optional<Limit> limit = limit(key);
      if (limit.isEmpty()) {
        return; // It was taken out of the policy meanwhile; the review deletes the account.
      }
      if (WatchedKey.isOfOneValue(key) && accounts.get(key) == null && !takesPlace(key)) {
        counters.budgetUnwatched();
        return;
      }
      List<BudgetNews> news = new ArrayList<>();
      BudgetAccount account = stored(key, limit.get(), minutes.firstKey());
      for (Map.Entry<Long, Long> each : minutes.entrySet()) {
        var look = account.plus(limit.get(), alerts(key), each.getKey(), each.getValue());
        news.addAll(look.news());
        account = look.account();
      }
      conclude(key, limit.get(), account, news);
    }

    private BudgetAccount stored(String key, Limit limit, long firstMinute) {
      BudgetState state = accounts.get(key);
      return state == null || !state.getKind().equals(StoredAccount.kind(limit))
          ? BudgetAccount.opened(limit, SpendHistory.startOf(firstMinute))
          : StoredAccount.read(state);
    }

    void review(String key) {
      BudgetState state = accounts.get(key);
      Optional<Limit> limit = limit(key);
      if (state == null) {
        return;
      }
      if (limit.isEmpty() || !state.getKind().equals(StoredAccount.kind(limit.get()))) {
        delete(key);
        return;
      }
      if (WatchedKey.isOfOneValue(key) && isUnused(state)) {
        delete(key);
        return;
      }
      boolean sameWindow = !limit.get().window().startOf(now).isAfter(state.getWindowStart());
      boolean isDue = withValues || !WatchedKey.isOfOneValue(key);
      if (!sameWindow || (isDue && !state.getSettled())) {
        conclude(key, limit.get(), StoredAccount.read(state), new ArrayList<>());
      }
    }

    /** A value that came once may never come again. */
    private boolean isUnused(BudgetState state) {
      long newest = state.getHours().isEmpty() ? 0 : state.getHours().getLast().getAt();
      Instant last = SpendHistory.startOf(newest * MINUTES_OF_HOUR);
      return (state.getSettled() && state.getSpent() == 0) || last.isBefore(now.minus(LATE_MAX));
    }

    private void delete(String key) {
      if (WatchedKey.isOfOneValue(key)) {
        places()
            .computeIfPresent(WatchedKey.owner(key), (_, count) -> count > 1 ? count - 1 : null);
      }
      accounts.delete(key);
      context.forward(new Record<>(key, null, now.toEpochMilli()));
    }

    private void conclude(
        String key, Limit limit, BudgetAccount account, List<BudgetNews> newsBefore) {
      var look = account.at(limit, alerts(key), now);
      newsBefore.addAll(look.news());
      var told =
          new BudgetEvents(organisation, WatchedKey.account(key), limit, governing.version(), now);
      BurnReport report = told.report(look.account());
      boolean settled = report.getLastWeek() == 0 && report.getBurning().isEmpty();
      accounts.put(key, StoredAccount.write(look.account(), limit, settled));
      newsBefore.forEach(each -> forward(told.alert(each)));
      forward(Topic.BURN, key, key + "/" + now, report);
    }

    private void forward(Alert alert) {
      forward(
          Topic.SIGHTINGS,
          alert.getTeam(),
          alert.getFindingUid() + "/" + alert.getActivityId(),
          AlertSource.newBuilder().setAlert(alert).build());
    }

    private void forward(Topic topic, String key, String eventId, SpecificRecordBase value) {
      context.forward(
          new Record<>(key, value, now.toEpochMilli(), headers.of(topic, eventId, now)));
    }
  }
}
