package dev.weir.governance.quota;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;

/**
 * Over which stretch of event time a limit counts: calendar windows in a time zone, or all time.
 */
public record Window(Span span, ZoneId zone) {

  /** The length of a window. */
  public enum Span {
    SECOND,
    MINUTE,
    HOUR,
    DAY,
    /** From Monday on, as in ISO 8601. */
    WEEK,
    MONTH,
    TOTAL;

    /** As the policy file writes it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** As a sentence says it after a number: per day, in total. */
    public String phrase() {
      return this == TOTAL ? "in total" : "per " + text();
    }
  }

  /** The start of the window that {@code at} falls into; the epoch for a total. */
  public Instant startOf(Instant at) {
    ZonedDateTime local = at.atZone(zone);
    return switch (span) {
      case SECOND -> local.truncatedTo(ChronoUnit.SECONDS).toInstant();
      case MINUTE -> local.truncatedTo(ChronoUnit.MINUTES).toInstant();
      case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toInstant();
      case DAY -> local.toLocalDate().atStartOfDay(zone).toInstant();
      case WEEK ->
          local
              .toLocalDate()
              .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
              .atStartOfDay(zone)
              .toInstant();
      case MONTH -> local.toLocalDate().withDayOfMonth(1).atStartOfDay(zone).toInstant();
      case TOTAL -> Instant.EPOCH;
    };
  }

  /** When the window that {@code at} falls into ends, exclusive; nothing for a total. */
  public Optional<Instant> endOf(Instant at) {
    ZonedDateTime start = startOf(at).atZone(zone);
    return switch (span) {
      case SECOND -> Optional.of(start.plusSeconds(1).toInstant());
      case MINUTE -> Optional.of(start.plusMinutes(1).toInstant());
      case HOUR -> Optional.of(start.plusHours(1).toInstant());
      case DAY -> Optional.of(start.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant());
      case WEEK -> Optional.of(start.toLocalDate().plusWeeks(1).atStartOfDay(zone).toInstant());
      case MONTH -> Optional.of(start.toLocalDate().plusMonths(1).atStartOfDay(zone).toInstant());
      case TOTAL -> Optional.empty();
    };
  }
}
