package dev.weir.governance.burn;

import dev.weir.governance.quota.Limit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One limit's budget: what its window has spent, what was spent before, and what was told of it. A
 * pure value; time is an argument.
 *
 * @param spent since {@code windowStart}
 */
public record BudgetAccount(Instant windowStart, long spent, SpendHistory history, Told told) {

  /** A shorter window is a rate and no budget: nobody can act on an alert about a minute. */
  private static final Duration BUDGET_MIN = Duration.ofDays(1).minusHours(2);

  /** A burn-rate alert ends below this part of what began it: what swings about it is told once. */
  private static final double ENDS_BELOW = 0.75;

  /** So much of its window a budget rests from a burn-rate alert before the next of its rule. */
  private static final int REST_PART = 30;

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** An account and what is to be told now. */
  public record Look(BudgetAccount account, List<BudgetNews> news) {}

  /** Of which nothing is known. */
  public static BudgetAccount opened(Limit limit, Instant now) {
    return new BudgetAccount(limit.window().startOf(now), 0, SpendHistory.NONE, Told.NOTHING);
  }

  /** Whether a limit is a budget: one of at least a day (one of 23 hours where clocks change). */
  public static boolean isBudget(Limit limit, Instant now) {
    return length(limit, now).map(it -> it.compareTo(BUDGET_MIN) >= 0).orElse(true);
  }

  /** How long the limit's window is that {@code at} falls into; nothing for a total. */
  private static Optional<Duration> length(Limit limit, Instant at) {
    Instant start = limit.window().startOf(at);
    return limit.window().endOf(at).map(end -> Duration.between(start, end));
  }

  /**
   * The account with what was spent in one minute of event time. A minute of a window that is over
   * only counts for the history; one of a window after this begins that.
   */
  public Look plus(Limit limit, BudgetAlerts alerts, long minute, long amount) {
    Instant at = SpendHistory.startOf(minute);
    Look rolled = rolled(limit, at);
    BudgetAccount it = rolled.account;
    boolean counts = limit.window().startOf(at).equals(it.windowStart);
    BudgetAccount next =
        new BudgetAccount(
            it.windowStart,
            counts ? SpendHistory.add(it.spent, amount) : it.spent,
            it.history.plus(minute, amount),
            it.told);
    List<BudgetNews> news = new ArrayList<>(rolled.news);
    return next.withShares(limit, alerts, news);
  }

  /** The account at {@code now}, and what has to be told then. */
  public Look at(Limit limit, BudgetAlerts alerts, Instant now) {
    Look rolled = rolled(limit, now);
    List<BudgetNews> news = new ArrayList<>(rolled.news);
    BudgetAccount next = rolled.account.withShares(limit, alerts, news).account;
    Optional<Duration> length = length(limit, now);
    return length.isEmpty() || limit.max() == 0
        ? new Look(next, news)
        : next.withBurning(limit, alerts, length.get(), now, news);
  }

  private Look rolled(Limit limit, Instant at) {
    Instant start = limit.window().startOf(at);
    if (!start.isAfter(windowStart)) {
      return new Look(this, List.of());
    }
    List<BudgetNews> news = new ArrayList<>();
    for (BurnRule rule : rules(limit, windowStart)) {
      Told.Burning burning = told.open().get(rule.name());
      if (burning != null && burning.isTold()) {
        news.add(new BudgetNews.BurnEnded(rule, burning.since(), 0));
      }
    }
    return new Look(new BudgetAccount(start, 0, history, Told.NOTHING), news);
  }

  private static List<BurnRule> rules(Limit limit, Instant at) {
    return length(limit, at).map(BurnRule::of).orElse(List.of());
  }

  /** The highest share that is passed and was not told; it tells those below it. */
  private Look withShares(Limit limit, BudgetAlerts alerts, List<BudgetNews> news) {
    int passed = alerts.at().stream().filter(it -> isPassed(limit, it)).reduce(0, Math::max);
    if (passed <= told.percent()) {
      return new Look(this, news);
    }
    news.add(new BudgetNews.ShareReached(windowStart, passed, spent));
    return new Look(
        new BudgetAccount(windowStart, spent, history, new Told(passed, told.open(), told.ended())),
        news);
  }

  private boolean isPassed(Limit limit, int percent) {
    BigDecimal share = BigDecimal.valueOf(limit.max()).multiply(BigDecimal.valueOf(percent));
    return spent > 0 && BigDecimal.valueOf(spent).multiply(HUNDRED).compareTo(share) >= 0;
  }

  private Look withBurning(
      Limit limit, BudgetAlerts alerts, Duration length, Instant now, List<BudgetNews> news) {
    Map<String, Told.Burning> open = new HashMap<>();
    Map<String, Instant> ended = new HashMap<>(told.ended());
    boolean urgent = false;
    for (BurnRule rule : BurnRule.of(length)) {
      double burn = burn(limit, length, rule.longWindow(), now);
      Told.Burning before = told.open().get(rule.name());
      if (before == null) {
        if (alerts.burnRate() && holds(rule, burn, limit, length, now)) {
          open.put(rule.name(), new Told.Burning(now, !urgent));
          if (!urgent) {
            news.add(new BudgetNews.BurnBegan(rule, now, burn));
          }
        }
      } else if (burn < rule.factor() * ENDS_BELOW || !alerts.burnRate()) {
        ended.put(rule.name(), now);
        if (before.isTold()) {
          news.add(new BudgetNews.BurnEnded(rule, before.since(), burn));
        }
      } else {
        open.put(rule.name(), before);
      }
      urgent |= open.containsKey(rule.name());
    }
    return new Look(
        new BudgetAccount(windowStart, spent, history, new Told(told.percent(), open, ended)),
        news);
  }

  /**
   * Too fast in both windows, and the limit would not last: a window that is nearly over may. Of a
   * limit that is spent its share has been told.
   */
  private boolean holds(BurnRule rule, double burn, Limit limit, Duration length, Instant now) {
    Instant ended = told.ended().getOrDefault(rule.name(), Instant.EPOCH);
    if (spent >= limit.max() || now.isBefore(ended.plus(length.dividedBy(REST_PART)))) {
      return false;
    }
    if (burn < rule.factor() || burn(limit, length, rule.shortWindow(), now) < rule.factor()) {
      return false;
    }
    Duration left = length.minus(Duration.between(windowStart, now));
    double more = burn * limit.max() * left.toMillis() / length.toMillis();
    return spent + more > limit.max();
  }

  /**
   * How many times the rate that would spend the limit just by the end of its window the last
   * {@code window} had; nothing for a total, which has no end.
   */
  public Optional<Double> burn(Limit limit, Duration window, Instant now) {
    return length(limit, now)
        .filter(_ -> limit.max() > 0)
        .map(length -> burn(limit, length, window, now));
  }

  private double burn(Limit limit, Duration length, Duration window, Instant now) {
    double share = (double) history.last(window, now) / limit.max();
    return share * length.toSeconds() / window.toSeconds();
  }

  /** Where the window is going to end; nothing for a total, and while too little is known. */
  public Optional<Forecast> forecast(Limit limit, Instant now) {
    return limit
        .window()
        .endOf(now)
        .flatMap(
            end -> Forecaster.of(history, spent, limit.max(), now, end, limit.window().zone()));
  }
}
