package dev.weir.governance.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class WindowTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void aMonthIsACalendarMonthInItsZone() {
    Window window = new Window(Window.Span.MONTH, BERLIN);
    Instant at = Instant.parse("2026-10-31T23:30:00Z");

    assertThat(window.startOf(at)).isEqualTo("2026-10-31T23:00:00Z");
    assertThat(window.endOf(at)).contains(Instant.parse("2026-11-30T23:00:00Z"));
  }

  @Test
  void aDayThatLosesAnHourIsShorter() {
    Window window = new Window(Window.Span.DAY, BERLIN);
    Instant at = Instant.parse("2026-03-29T12:00:00Z");

    assertThat(window.startOf(at)).isEqualTo("2026-03-28T23:00:00Z");
    assertThat(window.endOf(at)).contains(Instant.parse("2026-03-29T22:00:00Z"));
  }

  @Test
  void theHourThatComesTwiceIsTwoWindows() {
    Window window = new Window(Window.Span.HOUR, BERLIN);

    assertThat(window.startOf(Instant.parse("2026-10-25T00:30:00Z")))
        .isEqualTo("2026-10-25T00:00:00Z");
    assertThat(window.startOf(Instant.parse("2026-10-25T01:30:00Z")))
        .isEqualTo("2026-10-25T01:00:00Z");
  }

  @Test
  void aTotalNeverEnds() {
    Window window = new Window(Window.Span.TOTAL, ZoneOffset.UTC);

    assertThat(window.startOf(Instant.parse("2026-10-31T23:30:00Z"))).isEqualTo(Instant.EPOCH);
    assertThat(window.endOf(Instant.parse("2026-10-31T23:30:00Z"))).isEmpty();
  }
}
