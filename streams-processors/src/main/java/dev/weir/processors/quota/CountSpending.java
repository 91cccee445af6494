package dev.weir.processors.quota;

import dev.weir.governance.quota.AccountKey;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitScope;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Step;
import dev.weir.processors.store.TeamProgress;
import dev.weir.processors.view.GoverningPolicy;
import dev.weir.processors.view.PolicySource;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Adds each usage record to the windows of the team's limits. */
final class CountSpending implements Step<String, Usage> {

  /** How long after its end a window still takes late usage. */
  static final Duration GRACE = Duration.ofHours(1);

  private static final Duration PURGE_INTERVAL = Duration.ofMinutes(1);

  private final ProcessorContext<String, QuotaState> context;
  private final PolicySource policies;
  private final EventHeaders headers;
  private final Counters counters;
  private final KeyValueStore<String, QuotaState> spent;
  private final KeyValueStore<String, TeamProgress> progress;

  CountSpending(
      ProcessorContext<String, QuotaState> context,
      PolicySource policies,
      EventHeaders headers,
      Counters counters) {
    this.context = context;
    this.policies = policies;
    this.headers = headers;
    this.counters = counters;
    this.spent = context.getStateStore(QuotaFeedback.SPENT);
    this.progress = context.getStateStore(QuotaFeedback.PROGRESS);
    var _ = context.schedule(PURGE_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::purge);
  }

  @Override
  public void process(Record<String, Usage> record) {
    Usage usage = record.value();
    Map<String, Long> seen = advance(record.key(), usage);
    GoverningPolicy policy = policies.atLeast(usage.getPolicyVersion());
    if (policy.version() < usage.getPolicyVersion()) {
      counters.policyBehind();
    }
    for (Accounts.Entry entry : Accounts.of(usage, record.key(), policy)) {
      if (entry.limit().unit() != LimitUnit.CONCURRENT) {
        count(record, entry, policy.version(), seen);
      }
    }
  }

  /**
   * What a processor wrote for an orphan has no place in a proxy's sequence. Sequences are of one
   * team: for the organisation they say nothing.
   */
  private Map<String, Long> advance(String owner, Usage usage) {
    if (owner.equals(LimitScope.ORGANISATION)) {
      return Map.of();
    }
    TeamProgress before = progress.get(owner);
    Map<String, Long> seen = before == null ? Map.of() : before.getSeen();
    if (usage.getSequence() <= 0) {
      return seen;
    }
    Map<String, Long> next =
        Progress.advance(seen, usage.getProxyId(), usage.getProxyEpoch(), usage.getSequence());
    progress.put(owner, new TeamProgress(next));
    return next;
  }

  private void count(
      Record<String, Usage> record,
      Accounts.Entry entry,
      long policyVersion,
      Map<String, Long> seen) {
    Usage usage = record.value();
    Limit limit = entry.limit();
    Instant windowStart = entry.key().windowStart();
    Instant windowEnd = limit.window().endOf(windowStart).orElse(null);
    if (windowEnd != null && isGone(windowEnd)) {
      counters.usageAfterWindow();
      return;
    }
    String key = entry.key().text();
    QuotaState before = spent.get(key);
    QuotaState after =
        QuotaState.newBuilder()
            .setTeam(entry.key().owner())
            .setPolicyId(entry.key().account())
            .setUnit(limit.unit().text())
            .setWindowStart(windowStart)
            .setWindowEnd(windowEnd)
            .setLimit(limit.max())
            .setMode(limit.mode().text())
            .setSpent(Math.addExact(before == null ? 0 : before.getSpent(), entry.amount()))
            .setVersion(before == null ? 1 : before.getVersion() + 1)
            .setPolicyVersion(policyVersion)
            .setSeen(seen)
            .setUpdatedAt(usage.getEndedAt())
            .build();
    spent.put(key, after);
    context.forward(
        record
            .withKey(key)
            .withValue(after)
            .withHeaders(
                headers.of(Topic.QUOTA_STATE, key + "/" + after.getVersion(), usage.getEndedAt())));
  }

  private boolean isGone(Instant windowEnd) {
    return windowEnd.plus(GRACE).isBefore(Instant.ofEpochMilli(context.currentSystemTimeMs()));
  }

  private void purge(long now) {
    List<String> gone = new ArrayList<>();
    try (KeyValueIterator<String, QuotaState> states = spent.all()) {
      while (states.hasNext()) {
        KeyValue<String, QuotaState> state = states.next();
        Instant windowEnd = state.value.getWindowEnd();
        boolean isUnused = windowEnd == null && isUnused(state.key, state.value, now);
        if (isUnused || (windowEnd != null && isGone(windowEnd))) {
          gone.add(state.key);
        }
      }
    }
    for (String key : gone) {
      spent.delete(key);
      context.forward(new Record<>(key, null, now));
    }
  }

  /** Of a total: the value that it is of is not used any more, or its limit is gone for long. */
  private boolean isUnused(String text, QuotaState state, long now) {
    AccountKey key = AccountKey.parse(text).orElse(null);
    if (key == null || !UnusedAccounts.isUnused(state.getUpdatedAt(), now)) {
      return false;
    }
    GoverningPolicy policy = policies.atLeast(0);
    return key.isOfOneValue()
        || (policy.policy() != null
            && policy.limits(key.owner()).stream().noneMatch(it -> it.id().equals(key.limitId())));
  }
}
