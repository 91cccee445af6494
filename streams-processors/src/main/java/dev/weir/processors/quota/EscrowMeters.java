package dev.weir.processors.quota;

import dev.weir.governance.escrow.EscrowAccount;
import dev.weir.governance.quota.AccountKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToLongFunction;

/**
 * What each hard limit comes to: one series per limit, for the newest window. Limits of each user,
 * key or the like have too many accounts for that, and have none.
 */
final class EscrowMeters {

  private final MeterRegistry registry;
  private final ConcurrentMap<String, Figures> limits = new ConcurrentHashMap<>();
  private final Map<String, List<Meter>> meters = new ConcurrentHashMap<>();

  EscrowMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void note(AccountKey key, EscrowAccount account) {
    if (key.isOfOneValue()) {
      return;
    }
    String limit = key.owner() + '|' + key.account();
    Figures figures =
        new Figures(
            key,
            account.max(),
            account.spent(),
            account.outstanding(),
            account.overspent(),
            account.bound());
    limits.merge(limit, figures, (old, next) -> next.isOlderThan(old) ? old : next);
    meters.computeIfAbsent(limit, _ -> register(limit, key));
  }

  void forget(AccountKey key) {
    String limit = key.owner() + '|' + key.account();
    Figures newest = limits.get(limit);
    if (newest != null && newest.key().equals(key)) {
      limits.remove(limit);
      List<Meter> gone = meters.remove(limit);
      if (gone != null) {
        gone.forEach(registry::remove);
      }
    }
  }

  private List<Meter> register(String limit, AccountKey key) {
    Tags tags = Tags.of("owner", key.owner(), "limit", key.account());
    List<Meter> all = new ArrayList<>();
    all.add(
        gauge("max", "What a hard limit lets through in its window", tags, limit, Figures::max));
    all.add(gauge("spent", "What the log shows as spent of it", tags, limit, Figures::spent));
    all.add(
        gauge("outstanding", "Credit of it that proxies hold", tags, limit, Figures::outstanding));
    all.add(gauge("overspent", "What was spent without credit", tags, limit, Figures::overspent));
    all.add(
        gauge(
            "bound",
            "The most that can be spent, as far as is known",
            tags,
            limit,
            Figures::bound));
    return all;
  }

  private Gauge gauge(
      String name, String what, Tags tags, String limit, ToLongFunction<Figures> value) {
    return Gauge.builder(
            "weir.quota." + name,
            limits,
            all -> {
              Figures figures = all.get(limit);
              return figures == null ? Double.NaN : (double) value.applyAsLong(figures);
            })
        .description(what)
        .tags(tags)
        .register(registry);
  }

  private record Figures(
      AccountKey key, long max, long spent, long outstanding, long overspent, long bound) {

    boolean isOlderThan(Figures other) {
      return key.windowStart().isBefore(other.key.windowStart());
    }
  }
}
