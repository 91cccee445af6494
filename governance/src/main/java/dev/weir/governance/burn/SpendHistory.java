package dev.weir.governance.burn;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What an account has spent lately: by the minute for {@link #MINUTES}, by the hour for {@link
 * #HOURS}, both counted since the epoch and only where something was spent. Amounts are in the
 * limit's unit. Takes usage in any order; what is older than all of it is left out.
 *
 * @param since the first hour of which anything is known
 */
public record SpendHistory(
    NavigableMap<Long, Long> minutes, NavigableMap<Long, Long> hours, long since) {

  /** As long as the longest window that needs to be told to the minute. */
  static final int MINUTES = 6 * 60;

  /** Four weeks: so many of the same hour of the week tell a season from an accident. */
  static final int HOURS = 4 * 7 * 24;

  public static final SpendHistory NONE =
      new SpendHistory(new TreeMap<>(), new TreeMap<>(), Long.MAX_VALUE);

  private static final int MINUTES_OF_HOUR = 60;

  public SpendHistory {
    minutes = Collections.unmodifiableNavigableMap(new TreeMap<>(minutes));
    hours = Collections.unmodifiableNavigableMap(new TreeMap<>(hours));
  }

  /** No budget has a sum that a number cannot hold: one that reaches its end stays there. */
  static long add(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** The number of the minute that {@code at} falls into. */
  public static long minuteOf(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), MINUTES_OF_HOUR);
  }

  /** When the minute begins. */
  public static Instant startOf(long minute) {
    return Instant.ofEpochSecond(Math.multiplyExact(minute, (long) MINUTES_OF_HOUR));
  }

  static long hourOf(Instant at) {
    return Math.floorDiv(minuteOf(at), MINUTES_OF_HOUR);
  }

  /** The history with what was spent in one minute. */
  public SpendHistory plus(long minute, long amount) {
    long hour = Math.floorDiv(minute, MINUTES_OF_HOUR);
    NavigableMap<Long, Long> byMinute = new TreeMap<>(minutes);
    NavigableMap<Long, Long> byHour = new TreeMap<>(hours);
    byMinute.merge(minute, amount, SpendHistory::add);
    byHour.merge(hour, amount, SpendHistory::add);
    long newestMinute = byMinute.lastKey();
    long newestHour = byHour.lastKey();
    byMinute.headMap(newestMinute - MINUTES, true).clear();
    byHour.headMap(newestHour - HOURS, true).clear();
    return new SpendHistory(byMinute, byHour, Math.min(since, hour));
  }

  /**
   * What was spent in the window that ends at {@code now}. To the minute for windows of up to six
   * hours, to the hour for longer ones; the minute or hour that {@code now} falls into counts
   * whole.
   */
  public long last(Duration window, Instant now) {
    return window.toMinutes() <= MINUTES
        ? sum(minutes, minuteOf(now) - window.toMinutes() + 1, minuteOf(now))
        : sum(hours, hourOf(now) - window.toHours() + 1, hourOf(now));
  }

  /** What was spent in an hour. */
  long inHour(long hour) {
    return hours.getOrDefault(hour, 0L);
  }

  private static long sum(NavigableMap<Long, Long> amounts, long first, long last) {
    long sum = 0;
    for (long amount : amounts.subMap(first, true, last, true).values()) {
      sum = add(sum, amount);
    }
    return sum;
  }
}
