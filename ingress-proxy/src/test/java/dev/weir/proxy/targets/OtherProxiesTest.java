package dev.weir.proxy.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.routing.CallCounts;
import dev.weir.governance.routing.SharedHealth;
import dev.weir.governance.routing.TargetHealth;
import dev.weir.schemas.event.FadingSum;
import dev.weir.schemas.event.RouteHealthReport;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OtherProxiesTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private Instant now = NOON;
  private final OtherProxies others = new OtherProxies("p1", () -> now);

  private static RouteHealthReport report(String proxy, double ttft, long calls, Instant at) {
    return report(proxy, ttft, calls, at, null);
  }

  private static RouteHealthReport report(
      String proxy, double ttft, long calls, Instant at, @Nullable Instant rest) {
    FadingSum none = new FadingSum(0.0, 0.0, Instant.EPOCH);
    return new RouteHealthReport(
        "openai",
        "fast",
        proxy,
        new FadingSum(ttft, 1.0, at),
        none,
        new FadingSum(0.0, (double) calls, at),
        calls,
        0L,
        rest,
        at);
  }

  private void replay(RouteHealthReport report) {
    others.replay("openai|fast|" + report.getProxyId(), report);
  }

  private OptionalDouble ttft() {
    return TargetHealth.NEW.at(now, others.of("openai|fast")).ttftMillis();
  }

  @Test
  void addsUpWhatAllOtherProxiesSay() {
    replay(report("p2", 100, 3, NOON));
    replay(report("p3", 300, 4, NOON));

    SharedHealth all = others.of("openai|fast");
    assertThat(ttft()).hasValue(200);
    assertThat(all.countsAt(NOON)).isEqualTo(new CallCounts(7, 0));
    assertThat(others.of("openai|slow")).isEqualTo(SharedHealth.NONE);
  }

  @Test
  void countsTheNewestReportOfAProxyAndNoneOfItsOwn() {
    replay(report("p2", 100, 3, NOON));
    replay(report("p2", 500, 5, NOON));
    replay(report("p1", 9_000, 50, NOON));

    assertThat(ttft()).hasValue(500);
    assertThat(others.of("openai|fast").countsAt(NOON)).isEqualTo(new CallCounts(5, 0));
  }

  @Test
  void forgetsAProxyThatIsGone() {
    replay(report("p2", 100, 3, NOON));

    others.replay("openai|fast|p2", null);

    assertThat(ttft()).isEmpty();
  }

  @Test
  void letsADeadProxysFiguresAgeOut() {
    replay(report("p2", 100, 30, NOON));
    now = NOON.plusSeconds(31);
    assertThat(others.of("openai|fast").countsAt(now)).isEqualTo(CallCounts.NONE);
    assertThat(ttft()).isPresent();

    now = NOON.plusSeconds(301);
    others.tidy();

    assertThat(others.of("openai|fast")).isEqualTo(SharedHealth.NONE);
    assertThat(others.gone()).isEmpty();
    now = NOON.plus(Duration.ofHours(2));
    assertThat(others.gone()).containsExactly("openai|fast|p2");
  }

  @Test
  void takesNoTimeFromAClockThatGoesBefore() {
    replay(report("p2", 100, 3, NOON.plusSeconds(3_600)));

    assertThat(others.of("openai|fast").ttftMillis().at()).isEqualTo(NOON);
  }

  @Test
  void makesNothingOfFiguresThatAreNone() {
    replay(report("p2", Double.NaN, 3, NOON));
    replay(report("p3", Double.POSITIVE_INFINITY, -7, NOON));
    replay(report("p4", -1, 3, NOON));

    assertThat(ttft()).isEmpty();
    assertThat(others.of("openai|fast").countsAt(NOON)).isEqualTo(new CallCounts(6, 0));
  }
}
