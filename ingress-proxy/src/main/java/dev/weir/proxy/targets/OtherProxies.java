package dev.weir.proxy.targets;

import dev.weir.governance.routing.SharedHealth;
import dev.weir.governance.routing.TargetHealth;
import dev.weir.schemas.event.RouteHealthReport;
import dev.weir.schemas.view.View;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How models have answered the other proxies, as they tell each other. What a proxy that died has
 * told fades like every measurement, and is forgotten five minutes after its last word.
 */
public final class OtherProxies implements View<RouteHealthReport> {

  private static final Logger LOGGER = LoggerFactory.getLogger(OtherProxies.class);

  /** Reports that are kept; those of further proxies or models are left out. */
  private static final int REPORTS_MAX = 50_000;

  /** Of a report this old nobody will hear again: its record in the log can go. */
  private static final Duration GONE = Duration.ofHours(1);

  private static final Duration MERGED_EVERY = Duration.ofSeconds(10);

  private final String self;
  private final InstantSource clock;

  /** By the topic's key; the follower's thread alone changes it. */
  private final Map<String, Told> told = new ConcurrentHashMap<>();

  private final Map<String, SharedHealth> merged = new ConcurrentHashMap<>();
  private Instant mergedAt = Instant.EPOCH;

  private record Told(String model, SharedHealth health, Instant at) {}

  /** {@code self}: this proxy's id, whose own reports are no news. */
  public OtherProxies(String self, InstantSource clock) {
    this.self = self;
    this.clock = clock;
  }

  /** What they say together; {@code model}: {@code provider|model}. */
  SharedHealth of(String model) {
    return merged.getOrDefault(model, SharedHealth.NONE);
  }

  @Override
  public void replay(String key, @Nullable RouteHealthReport report) {
    if (report == null) {
      Told gone = told.remove(key);
      if (gone != null) {
        merge(gone.model, clock.instant());
      }
    } else if (!report.getProxyId().equals(self)) {
      Instant now = clock.instant();
      Told next = new Told(Reports.model(report), Reports.health(report, now), Reports.at(report));
      if (told.size() >= REPORTS_MAX && !told.containsKey(key)) {
        LOGGER.atWarn().addKeyValue("model", next.model).log("too many reports of routes' health");
        return;
      }
      told.put(key, next);
      merge(next.model, now);
    }
  }

  private void merge(String model, Instant now) {
    SharedHealth all = SharedHealth.NONE;
    for (Told each : told.values()) {
      if (each.model.equals(model) && isKnown(each, now)) {
        all = all.and(each.health, now);
      }
    }
    merged.put(model, all);
  }

  private static boolean isKnown(Told each, Instant now) {
    return now.isBefore(each.at.plus(TargetHealth.LATENCY_KNOWN));
  }

  /** Forgets proxies that have fallen silent. */
  @Override
  public void tidy() {
    Instant now = clock.instant();
    if (now.isBefore(mergedAt.plus(MERGED_EVERY))) {
      return;
    }
    mergedAt = now;
    Map<String, SharedHealth> all = new HashMap<>();
    for (Told each : told.values()) {
      if (isKnown(each, now)) {
        all.merge(each.model, each.health, (one, other) -> one.and(other, now));
      }
    }
    merged.keySet().retainAll(all.keySet());
    merged.putAll(all);
  }

  /** The keys of reports that nobody will renew. */
  List<String> gone() {
    Instant before = clock.instant().minus(GONE);
    List<String> keys = new ArrayList<>();
    told.forEach((key, each) -> {
      if (each.at.isBefore(before)) {
        keys.add(key);
      }
    });
    return keys;
  }
}
