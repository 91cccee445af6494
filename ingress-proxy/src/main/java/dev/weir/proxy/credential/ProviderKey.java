package dev.weir.proxy.credential;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One of a provider's keys: what it is now, and whether the provider took it lately. A value that
 * changes begins anew, since it is another key.
 */
public final class ProviderKey {

  /** What a provider without a credential is shown. */
  static final ProviderKey NOTHING = new ProviderKey(InstantSource.system());

  static {
    NOTHING.becomes(Loaded.of(List.of(), Authorization.NONE, Duration.ofDays(1)));
  }

  /** A key that was refused may be mended at the provider; to ask each minute costs nothing. */
  private static final Duration ASIDE_WHEN_REFUSED = Duration.ofMinutes(1);

  /** Where a provider does not say when to come back. */
  private static final Duration ASIDE_WHEN_LIMITED = Duration.ofSeconds(10);

  /** Of a key that is passed over for more models, all are taken to be meant. */
  private static final int MODELS_MAX = 256;

  private static final Duration ASIDE_MIN = Duration.ofMillis(100);
  private static final Duration ASIDE_MAX = Duration.ofMinutes(10);

  /** More waiting calls than a proxy has exchanges is a defect; they are turned away. */
  private static final int WAITING_MAX = 100_000;

  private final InstantSource clock;
  private final List<Runnable> waiting = new ArrayList<>();
  private volatile Runnable refresh = () -> {};
  private volatile @Nullable Loaded loaded;
  private volatile boolean known;
  private volatile long confirmedMillis;
  private volatile boolean failing;
  private volatile long asideUntilMillis;

  /** The same for models with which alone it is passed over. */
  private final Map<String, Long> asideUntilMillisByModel = new ConcurrentHashMap<>();

  ProviderKey(InstantSource clock) {
    this.clock = clock;
  }

  /** {@code task} makes the key be read again soon. */
  void onRefused(Runnable task) {
    refresh = task;
  }

  /** True where this is another value than before. */
  boolean becomes(Loaded next) {
    Loaded before = loaded;
    boolean changed = before == null || !before.from().equals(next.from());
    if (changed) {
      asideUntilMillis = 0;
      asideUntilMillisByModel.clear();
    }
    if (before == null || changed || !before.usableUntil().equals(next.usableUntil())) {
      loaded = next;
    }
    confirmedMillis = clock.millis();
    failing = false;
    isKnown();
    return changed;
  }

  /** A reading failed; what was read before stays. */
  void couldNotBeRead() {
    failing = true;
    isKnown();
  }

  /** As much as can be known now: a reading is over, or is not waited for. */
  void isKnown() {
    List<Runnable> told;
    synchronized (waiting) {
      known = true;
      told = List.copyOf(waiting);
      waiting.clear();
    }
    told.forEach(Runnable::run);
  }

  /** Runs the task when the first reading is over; false where it is, or too many wait already. */
  boolean whenKnown(Runnable task) {
    synchronized (waiting) {
      return !known && waiting.size() < WAITING_MAX && waiting.add(task);
    }
  }

  boolean isUsable() {
    Loaded now = loaded;
    return now != null
        && (now.usableUntil().equals(Instant.MAX) || clock.instant().isBefore(now.usableUntil()));
  }

  /** What puts it on a request; nothing where it was never read. */
  public Authorization authorization() {
    Loaded now = loaded;
    return now == null ? Authorization.NONE : now.authorization();
  }

  /**
   * The provider does not know the key, or does not let it do this.
   *
   * @param used what was on the request: an answer to an earlier value says nothing of this one
   */
  public void refused(Authorization used) {
    if (isOf(used)) {
      setAside(ASIDE_WHEN_REFUSED);
      refresh.run();
    }
  }

  /** The provider does not let the key use this model, as the provider names it. */
  public void refused(Authorization used, String model) {
    if (isOf(used)) {
      setAside(model, ASIDE_WHEN_REFUSED);
    }
  }

  /** The provider wants fewer requests with this key, and did not say for how long. */
  public void limited(Authorization used) {
    limited(used, ASIDE_WHEN_LIMITED);
  }

  /** The provider wants no requests with this key for this time. */
  public void limited(Authorization used, Duration retryAfter) {
    if (isOf(used)) {
      setAside(retryAfter);
    }
  }

  /** The same for one model, as the provider names it. */
  public void limited(Authorization used, String model) {
    limited(used, model, ASIDE_WHEN_LIMITED);
  }

  /** The same for one model and this time. */
  public void limited(Authorization used, String model, Duration retryAfter) {
    if (isOf(used)) {
      setAside(model, retryAfter);
    }
  }

  private boolean isOf(Authorization used) {
    return !used.equals(Authorization.NONE) && used.equals(authorization());
  }

  private void setAside(Duration wanted) {
    asideUntilMillis = Math.max(asideUntilMillis, untilMillis(wanted));
  }

  private void setAside(String model, Duration wanted) {
    long now = clock.millis();
    if (asideUntilMillisByModel.size() >= MODELS_MAX) {
      asideUntilMillisByModel.values().removeIf(until -> until <= now);
    }
    if (asideUntilMillisByModel.size() < MODELS_MAX || asideUntilMillisByModel.containsKey(model)) {
      asideUntilMillisByModel.merge(model, untilMillis(wanted), Math::max);
    } else {
      setAside(wanted);
    }
  }

  private long untilMillis(Duration wanted) {
    Duration within =
        wanted.compareTo(ASIDE_MIN) < 0
            ? ASIDE_MIN
            : wanted.compareTo(ASIDE_MAX) > 0 ? ASIDE_MAX : wanted;
    return clock.millis() + within.toMillis();
  }

  /** Until when it is passed over for a model; long ago where it never was. */
  long asideUntilMillis(String model) {
    return asideUntilMillisByModel.isEmpty()
        ? asideUntilMillis
        : Math.max(asideUntilMillis, asideUntilMillisByModel.getOrDefault(model, 0L));
  }

  boolean isAside(String model) {
    long until = asideUntilMillis(model);
    return until != 0 && clock.millis() < until;
  }

  /** Whether it is passed over at all, be it for one model. */
  boolean isAside() {
    long now = clock.millis();
    return now < asideUntilMillis
        || asideUntilMillisByModel.values().stream().anyMatch(until -> now < until);
  }

  /** How old the value in use is, where it cannot be read again; zero where it can. */
  Duration age() {
    return loaded == null || !failing
        ? Duration.ZERO
        : Duration.ofMillis(Math.max(0, clock.millis() - confirmedMillis));
  }
}
