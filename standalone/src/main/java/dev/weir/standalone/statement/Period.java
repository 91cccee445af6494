package dev.weir.standalone.statement;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** When a month begins and ends. */
final class Period {

  /** As long as the processors count late usage to the hour in which it happened. */
  private static final Duration GRACE = Duration.ofDays(3);

  private Period() {}

  static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  static Instant end(YearMonth month) {
    return start(month.plusMonths(1));
  }

  /** When usage that comes late is in. */
  static Instant settled(YearMonth month) {
    return end(month).plus(GRACE);
  }
}
