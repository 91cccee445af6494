package dev.weir.proxy.exchange;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * When a provider takes calls again: {@code Retry-After} as seconds or a date (RFC 9110, section
 * 10.2.3), and OpenAI's {@code retry-after-ms}, which is more exact. What is neither says nothing.
 */
final class RetryAfter {

  /** Longer is no wait but an answer of another kind. */
  private static final Duration MAX = Duration.ofDays(1);

  private RetryAfter() {}

  /** Nothing where the provider does not say, or says now. */
  static Optional<Duration> of(HttpFields headers, Instant now) {
    return millis(headers.get("retry-after-ms"))
        .or(() -> Optional.ofNullable(headers.get("Retry-After")).flatMap(text -> of(text, now)))
        .filter(Duration::isPositive)
        .map(time -> time.compareTo(MAX) > 0 ? MAX : time);
  }

  private static Optional<Duration> of(String text, Instant now) {
    Optional<Duration> seconds = number(text).map(Duration::ofSeconds);
    return seconds.isPresent() ? seconds : date(text).map(date -> Duration.between(now, date));
  }

  private static Optional<Duration> millis(@Nullable String text) {
    return Optional.ofNullable(text).flatMap(RetryAfter::number).map(Duration::ofMillis);
  }

  /** Whole; a fraction, which some providers send, is rounded up. */
  private static Optional<Long> number(String text) {
    try {
      double number = Double.parseDouble(text.strip());
      return number >= 0 && number < 1e9 ? Optional.of((long) Math.ceil(number)) : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
