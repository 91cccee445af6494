package dev.weir.proxy.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.ControlAction;
import dev.weir.schemas.event.ControlOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StopViewTest {

  private static final Instant NOW = Instant.parse("2026-10-05T12:00:00Z");

  private final StopView stops = new StopView(InstantSource.fixed(NOW));

  @ParameterizedTest
  @CsvSource({
    "12, 12",
    "-5, 0",
    "59999, 59999",
    "60000, 0",
  })
  void measuresHowLongANewOrderTookByBothClocks(long sinceMillis, long delayMillis) {
    stops.replay("all", order(NOW.minusMillis(sinceMillis)));

    assertThat(stops.delay()).isEqualTo(Duration.ofMillis(delayMillis));
  }

  @Test
  void keepsTheLastFigureWhenAnOrderIsTakenBack() {
    stops.replay("all", order(NOW.minusMillis(7)));

    stops.replay("all", null);

    assertThat(stops.delay()).isEqualTo(Duration.ofMillis(7));
  }

  private static ControlOrder order(Instant at) {
    return ControlOrder.newBuilder()
        .setAction(ControlAction.STOP)
        .setReason("")
        .setOrderedAt(at)
        .setOrderedBy("ann")
        .setUntil(null)
        .setAlert(null)
        .build();
  }
}
