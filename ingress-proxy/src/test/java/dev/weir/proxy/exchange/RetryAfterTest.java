package dev.weir.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryAfterTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static Optional<Duration> of(String name, String value) {
    return RetryAfter.of(HttpFields.build().add(name, value), NOON);
  }

  @Test
  void readsSecondsDatesAndMilliseconds() {
    assertThat(of("Retry-After", "20")).contains(Duration.ofSeconds(20));
    assertThat(of("retry-after", " 1.2 ")).contains(Duration.ofSeconds(2));
    assertThat(of("Retry-After", "Sun, 22 Nov 2026 12:00:09 GMT")).contains(Duration.ofSeconds(9));
    assertThat(of("retry-after-ms", "250")).contains(Duration.ofMillis(250));
  }

  @Test
  void takesTheMoreExactOfTwo() {
    HttpFields both = HttpFields.build().add("Retry-After", "1").add("retry-after-ms", "120");

    assertThat(RetryAfter.of(both, NOON)).contains(Duration.ofMillis(120));
  }

  @Test
  void waitsADayAtMost() {
    assertThat(of("Retry-After", "99999999")).contains(Duration.ofDays(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "soon", "", "NaN", "1e99", "Sun, 22 Nov 2026 11:00:00 GMT"})
  void saysNothingWhereNothingIsSaid(String value) {
    assertThat(of("Retry-After", value)).isEmpty();
  }
}
