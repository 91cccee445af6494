package dev.weir.governance.burn;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * Tells where the spending of a window is going to end, from the whole hours before now.
 *
 * <p>The method: what is expected of each hour that is left is added to what was spent. With less
 * than two whole weeks of history each hour is expected to be the mean of the last week's. With
 * more it is the mean of the same hour of the week in up to four weeks, times the ratio of the last
 * week to such a usual week: a multiplicative seasonal pattern at the newest level (the seasonal
 * indices of a classical decomposition, Hyndman and Athanasopoulos, Forecasting: Principles and
 * Practice, 3rd ed., section 3.4, and forecasts by mean and season, section 5.2).
 *
 * <p>The range is the 90 % interval of a normal distribution for a sum of {@code L} hours whose
 * mean was learned from {@code n} (ibid., section 5.5): the variance is {@code s² (L + L²/n)}, with
 * {@code s²} the variance of the hours about what was expected of them. Hours that resemble the one
 * before hold less news than independent ones, so the variance is multiplied by {@code (1 + r) / (1
 * - r)}, where {@code r} is the correlation of an hour with the next. Spending never falls, so no
 * range begins below what is spent.
 */
final class Forecaster {

  /** With fewer whole hours nothing is said. */
  static final int HOURS_MIN = 3;

  private static final int WEEK_HOURS = 7 * 24;
  private static final double SECONDS_OF_HOUR = 3_600;

  /**
   * The 95th percentile of the standard normal distribution: a tenth lies outside, half on each
   * side.
   */
  private static final double DEVIATIONS = 1.6449;

  private static final double CORRELATION_MAX = 0.9;

  private final SpendHistory history;
  private final ZoneId zone;
  private final long thisHour;

  /** Whole hours that are known, at most four weeks. */
  private final int known;

  private final Forecast.Method method;
  private final double[] usual = new double[WEEK_HOURS];
  private final double level;

  private Forecaster(SpendHistory history, Instant now, ZoneId zone) {
    this.history = history;
    this.zone = zone;
    this.thisHour = SpendHistory.hourOf(now);
    // The first hour that is known may have begun before anything of it was known.
    this.known = Math.clamp(thisHour - history.since() - 1, 0, SpendHistory.HOURS - 1);
    boolean seasonal = known >= 2 * WEEK_HOURS;
    this.method = seasonal ? Forecast.Method.SEASONAL : Forecast.Method.LINEAR;
    this.level = seasonal ? learnSeason() : learnMean();
  }

  /**
   * The forecast for the end of a window.
   *
   * @param spent in the window so far
   * @param max of the limit
   * @return nothing before three whole hours are known
   */
  static Optional<Forecast> of(
      SpendHistory history, long spent, long max, Instant now, Instant end, ZoneId zone) {
    if (history.since() == Long.MAX_VALUE) {
      return Optional.empty();
    }
    var forecaster = new Forecaster(history, now, zone);
    return forecaster.known < HOURS_MIN
        ? Optional.empty()
        : Optional.of(forecaster.forecast(spent, max, now, end));
  }

  private Forecast forecast(long spent, long max, Instant now, Instant end) {
    double sum = spent;
    Optional<Instant> reached = Optional.empty();
    for (Instant from = now; from.isBefore(end); ) {
      Instant hourEnd = Instant.ofEpochSecond((SpendHistory.hourOf(from) + 1) * 3_600L);
      Instant to = hourEnd.isBefore(end) ? hourEnd : end;
      double more = expected(SpendHistory.hourOf(from)) * hours(from, to);
      if (reached.isEmpty() && spent < max && sum + more >= max && more > 0) {
        double share = (max - sum) / more;
        reached =
            Optional.of(from.plusMillis((long) (share * Duration.between(from, to).toMillis())));
      }
      sum += more;
      from = to;
    }
    double half = DEVIATIONS * Math.sqrt(variance(hours(now, end)));
    long expected = Math.max(spent, Math.round(sum));
    return new Forecast(
        expected,
        Math.max(spent, (long) Math.floor(expected - half)),
        (long) Math.ceil(expected + half),
        method,
        reached);
  }

  private static double hours(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis() / 1_000.0 / SECONDS_OF_HOUR);
  }

  /** What an hour is expected to spend as a whole. */
  private double expected(long hour) {
    return method == Forecast.Method.SEASONAL ? level * usual[hourOfWeek(hour)] : level;
  }

  private double learnMean() {
    int hours = Math.min(known, WEEK_HOURS);
    double sum = 0;
    for (int i = 1; i <= hours; i++) {
      sum += history.inHour(thisHour - i);
    }
    return hours == 0 ? 0 : sum / hours;
  }

  /** Fills the usual week; gives the last week's ratio to it. */
  private double learnSeason() {
    int hours = known / WEEK_HOURS * WEEK_HOURS;
    int[] seen = new int[WEEK_HOURS];
    for (int i = 1; i <= hours; i++) {
      int at = hourOfWeek(thisHour - i);
      usual[at] += history.inHour(thisHour - i);
      seen[at]++;
    }
    for (int at = 0; at < WEEK_HOURS; at++) {
      usual[at] = seen[at] == 0 ? 0 : usual[at] / seen[at];
    }
    double lastWeek = 0;
    double usualWeek = 0;
    for (int i = 1; i <= WEEK_HOURS; i++) {
      lastWeek += history.inHour(thisHour - i);
      usualWeek += usual[hourOfWeek(thisHour - i)];
    }
    return usualWeek == 0 ? 0 : lastWeek / usualWeek;
  }

  /** In the limit's time zone, where people sleep. */
  private int hourOfWeek(long hour) {
    ZonedDateTime local = Instant.ofEpochSecond(hour * 3_600L).atZone(zone);
    return (local.getDayOfWeek().getValue() - 1) * 24 + local.getHour();
  }

  /** Of the sum of so many hours to come. */
  private double variance(double hoursLeft) {
    int hours = Math.min(known, WEEK_HOURS);
    double squares = 0;
    double products = 0;
    double before = 0;
    for (int i = hours; i >= 1; i--) {
      double off = history.inHour(thisHour - i) - expected(thisHour - i);
      squares += off * off;
      products += off * before;
      before = off;
    }
    if (squares == 0) {
      return 0;
    }
    double correlation = Math.clamp(products / squares, 0, CORRELATION_MAX);
    double one = squares / (hours - 1) * learnedFromItself();
    return one
        * (1 + correlation)
        / (1 - correlation)
        * (hoursLeft + hoursLeft * hoursLeft / hours);
  }

  /** The usual week holds the hours that are compared with it, which makes them look usual. */
  private double learnedFromItself() {
    double weeks = (double) known / WEEK_HOURS;
    return method == Forecast.Method.SEASONAL ? weeks / (weeks - 1) : 1;
  }
}
