package dev.weir.standalone.rerate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Days in UTC whose usage is looked at; both belong to it. */
public record Span(LocalDate first, LocalDate last) {

  public Span {
    if (last.isBefore(first)) {
      throw new IllegalArgumentException("it ends on " + last + " and begins on " + first);
    }
  }

  Instant from() {
    return first.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The first moment that is not in. */
  Instant to() {
    return last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
