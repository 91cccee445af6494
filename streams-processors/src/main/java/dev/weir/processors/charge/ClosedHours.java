package dev.weir.processors.charge;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which hours are closed: those that ended more than the grace before the newest usage of the
 * partition. That is a question of the log's own time: processors that were down for a day close
 * nothing meanwhile, and a replay closes the same hours. A month is closed by the clock as well,
 * {@link #MONTH_CLOSING} after its end, for teams that are silent.
 */
final class ClosedHours {

  /** How long usage of an hour may come after its end. */
  static final Duration GRACE = Duration.ofHours(1);

  static final Duration MONTH_CLOSING = Duration.ofDays(3);

  private static final String NEWEST = "newest-use";

  private final KeyValueStore<String, Long> store;

  /** {@code store} is shared: one of its keys is used. */
  ClosedHours(KeyValueStore<String, Long> store) {
    this.store = store;
  }

  /** Usage that claims to be of the future moves nothing beyond {@code now}. */
  void saw(Instant usedAt, Instant now) {
    long seen = Math.min(usedAt.toEpochMilli(), now.toEpochMilli());
    Long newest = store.get(NEWEST);
    if (newest == null || newest < seen) {
      store.put(NEWEST, seen);
    }
  }

  boolean isClosed(Instant hour, Instant now) {
    Long newest = store.get(NEWEST);
    Instant end = hour.plus(1, ChronoUnit.HOURS);
    return (newest != null && end.plus(GRACE).toEpochMilli() <= newest) || isBilled(hour, now);
  }

  private static boolean isBilled(Instant hour, Instant now) {
    Instant monthEnd =
        hour.atZone(ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.DAYS)
            .withDayOfMonth(1)
            .plusMonths(1)
            .toInstant();
    return now.isAfter(monthEnd.plus(MONTH_CLOSING));
  }
}
