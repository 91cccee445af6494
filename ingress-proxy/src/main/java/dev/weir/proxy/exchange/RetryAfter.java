package dev.weir.proxy.exchange;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** When a provider wants to be asked again (RFC 9110, section 10.2.3). */
final class RetryAfter {

  /** OpenAI and Azure say it more exactly than in seconds as well. */
  private static final String MILLISECONDS = "retry-after-ms";

  private static final int DIGITS_MAX = 9;

  private RetryAfter() {}

  /** Null where it does not say, or not so that it can be understood. */
  static @Nullable Duration of(HttpFields headers, InstantSource clock) {
    String exact = headers.get(MILLISECONDS);
    if (exact != null && isNumber(exact)) {
      return Duration.ofMillis(Long.parseLong(exact));
    }
    String text = headers.get(HttpHeader.RETRY_AFTER);
    if (text == null) {
      return null;
    }
    return isNumber(text) ? Duration.ofSeconds(Long.parseLong(text)) : untilDate(text, clock);
  }

  private static @Nullable Duration untilDate(String text, InstantSource clock) {
    try {
      return Duration.between(
          clock.instant(),
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException _) {
      return null;
    }
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= DIGITS_MAX
        && text.chars().allMatch(each -> each >= '0' && each <= '9');
  }
}
