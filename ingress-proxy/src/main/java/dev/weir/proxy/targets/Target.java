package dev.weir.proxy.targets;

import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.routing.BreakerRules;
import dev.weir.governance.routing.CallCounts;
import dev.weir.governance.routing.CallOutcome;
import dev.weir.governance.routing.ModelHealth;
import dev.weir.governance.routing.RoutingRules;
import dev.weir.governance.routing.SharedHealth;
import dev.weir.governance.routing.Standing;
import dev.weir.governance.routing.TargetHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * One model: its health, and the calls that it has. Outlives the policy that named it, for as long
 * as the next ones mean the same by its name. Safe for use by many threads.
 */
public final class Target {

  /** For models that no route leads to and that have no limit: nothing is known or counted. */
  public static final Target UNWATCHED =
      new Target(new ModelRoute("", "", ""), RoutingRules.DEFAULT, _ -> SharedHealth.NONE);

  private final ModelRoute model;
  private final String id;
  private final AtomicLong calls = new AtomicLong();
  private volatile RoutingRules rules;
  private volatile long callsMax;

  /** What could be asked in its place by some route. */
  private volatile List<Target> peers = List.of();

  /** Replaced under this object's lock. */
  private volatile TargetHealth health = TargetHealth.NEW;

  private final Function<String, SharedHealth> others;

  /** {@code others}: what other proxies have measured, by {@link #id}. */
  Target(ModelRoute model, RoutingRules rules, Function<String, SharedHealth> others) {
    this.model = model;
    this.id = model.providerId() + "|" + model.name();
    this.others = others;
    this.rules = rules;
    this.callsMax = callsMax(model);
  }

  private static long callsMax(ModelRoute model) {
    return model.maxConcurrent().orElse(Long.MAX_VALUE);
  }

  /** The policy's name of it. */
  public String name() {
    return model.name();
  }

  /** {@code provider|model}, by which proxies speak of it. */
  String id() {
    return id;
  }

  public String providerId() {
    return model.providerId();
  }

  boolean isSame(ModelRoute other) {
    return model.name().equals(other.name())
        && model.providerId().equals(other.providerId())
        && model.upstreamModel().equals(other.upstreamModel());
  }

  void govern(ModelRoute next, RoutingRules nextRules) {
    callsMax = callsMax(next);
    rules = nextRules;
  }

  void peers(List<Target> all) {
    peers = all;
  }

  /** Whether anything is known or counted. */
  public boolean isWatched() {
    return this != UNWATCHED;
  }

  /** As a choice sees it. */
  ModelHealth at(Instant now) {
    ModelHealth seen = health.at(now, others(now));
    return isFull() && seen.standing() == Standing.READY
        ? new ModelHealth(
            seen.ttftMillis(),
            seen.tokensPerSecond(),
            seen.errorRate(),
            Standing.FULL,
            seen.samples())
        : seen;
  }

  /** Whether a call would get its place now. */
  public boolean hasPlace(Instant now) {
    return !isWatched() || !(isFull() || now.isBefore(restUntil(now)));
  }

  /** When its provider takes calls again; in the past where it does. */
  public Instant restUntil(Instant now) {
    Instant mine = health.restUntil();
    Instant theirs = others(now).restUntil();
    return mine.isAfter(theirs) ? mine : theirs;
  }

  /** No proxy keeps this one from a model for longer than the policy would let it. */
  private SharedHealth others(Instant now) {
    SharedHealth told = others.apply(id);
    Instant latest = now.plus(rules.retryAfterMax());
    return told.restUntil().isAfter(latest) ? told.restingUntil(latest) : told;
  }

  private boolean isFull() {
    return calls.get() >= callsMax;
  }

  /** Asks for a place; where it is {@link Place.Taken}, {@link #end} must follow. */
  public Place begin(Instant now) {
    if (!isWatched()) {
      return Place.Taken.IT;
    }
    Instant rest = restUntil(now);
    if (now.isBefore(rest)) {
      return new Place.Resting(rest);
    }
    if (calls.incrementAndGet() > callsMax) {
      calls.decrementAndGet();
      return Place.Full.IT;
    }
    synchronized (this) {
      health = health.sent(now);
    }
    return Place.Taken.IT;
  }

  /** A call that had its place has ended. */
  public void end(CallOutcome outcome, Instant now) {
    if (!isWatched()) {
      return;
    }
    calls.decrementAndGet();
    BreakerRules breaker = rules.breaker();
    CallOutcome bounded =
        outcome instanceof CallOutcome.AskedToWait(Duration time)
                && time.compareTo(rules.retryAfterMax()) > 0
            ? new CallOutcome.AskedToWait(rules.retryAfterMax())
            : outcome;
    synchronized (this) {
      health = health.after(bounded, now, breaker, others(now).countsAt(now));
      if (outcome instanceof CallOutcome.Failed && isOutlier(now, breaker)) {
        health = health.ejected(now, breaker);
      }
    }
  }

  /** Never more than half of those that could be asked are taken out for being worse. */
  private boolean isOutlier(Instant now, BreakerRules breaker) {
    CallCounts counts = CallCounts.NONE;
    int left = 1;
    for (Target peer : peers) {
      counts = counts.plus(peer.counts(now));
      left += peer.health.breaker().isOpen(now) ? 1 : 0;
    }
    return 2 * left <= peers.size() + 1 && breaker.isOutlier(counts(now), counts);
  }

  private CallCounts counts(Instant now) {
    return health.breaker().counts(now).plus(others(now).countsAt(now));
  }

  /** What this proxy has measured. */
  TargetHealth health() {
    return health;
  }

  /** Whether its breaker keeps calls away. */
  public boolean isBreakerOpen(Instant now) {
    return health.breaker().isOpen(now);
  }

  public long calls() {
    return calls.get();
  }
}
