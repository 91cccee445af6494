package dev.weir.standalone.statement;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** When a month begins and ends. */
final class Period {

  private Period() {}

  static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  static Instant end(YearMonth month) {
    return start(month.plusMonths(1));
  }
}
