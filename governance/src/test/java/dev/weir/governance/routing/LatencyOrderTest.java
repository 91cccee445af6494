package dev.weir.governance.routing;

import static dev.weir.governance.routing.Requests.failing;
import static dev.weir.governance.routing.Requests.health;
import static dev.weir.governance.routing.Requests.known;
import static dev.weir.governance.routing.Requests.models;
import static dev.weir.governance.routing.Requests.names;
import static dev.weir.governance.routing.Requests.reasons;
import static dev.weir.governance.routing.Requests.request;
import static dev.weir.governance.routing.Requests.steps;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.routing.RouteStrategy.LowestLatency;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LatencyOrderTest {

  private static final RouteStrategy TWO = new LowestLatency(models("a", "b"));

  @Test
  void asksTheOneFirstThatAnswersSoonest() {
    RouteHealth health = known(Map.of("a", health(200, 100), "b", health(500, 500)));

    List<RouteStep> longer = steps(TWO, request(1), health);
    List<RouteStep> shorter = steps(TWO, request(1, Requests.needs(10, 10)), health);

    assertThat(names(longer)).containsExactly("b", "a");
    assertThat(reasons(longer))
        .containsExactly(
            "fastest: 1.5 s for 512 tokens against 5.3 s of 'a'",
            "stands in: 5.3 s for 512 tokens");
    assertThat(names(shorter)).containsExactly("a", "b");
    assertThat(reasons(shorter).getFirst())
        .isEqualTo("fastest: 300 ms for 10 tokens against 520 ms of 'b'");
  }

  @Test
  void comparesFirstTokensWhereThroughputIsNotMeasuredOfAll() {
    ModelHealth unclear =
        new ModelHealth(OptionalDouble.of(100), OptionalDouble.empty(), 0, Standing.READY, 5);

    List<RouteStep> steps =
        steps(TWO, request(1), known(Map.of("a", health(200, 500), "b", unclear)));

    assertThat(reasons(steps).getFirst())
        .isEqualTo("fastest: 100 ms to the first token against 200 ms of 'a'");
  }

  @Test
  void countsErrorsIn() {
    RouteHealth health = known(Map.of("a", failing(0.5, 10), "b", health(200, 100)));

    List<RouteStep> steps = steps(TWO, request(1), health);

    assertThat(names(steps)).containsExactly("b", "a");
    assertThat(reasons(steps).getLast())
        .isEqualTo("stands in: 10.4 s (with its errors) for 512 tokens");
  }

  @Test
  void keepsTheOrderWhereNothingIsMeasured() {
    List<RouteStep> steps = steps(TWO, request(1), RouteHealth.UNKNOWN);

    assertThat(names(steps)).containsExactly("a", "b");
    assertThat(reasons(steps))
        .containsExactly(
            "nothing is measured yet: first of the list", "stands in: not measured yet");
  }

  @Test
  void triesWhatIsNotMeasuredInOneOfTenRequests() {
    RouteStrategy four = new LowestLatency(models("x", "a", "y", "b"));
    RouteHealth health = known(Map.of("a", health(200, 100), "b", health(100, 100)));
    List<List<RouteStep>> plans =
        IntStream.range(0, 10_000).mapToObj(i -> steps(four, request(i), health)).toList();

    assertThat(first(plans, "b")).isBetween(8_850L, 9_150L);
    assertThat(first(plans, "a")).isZero();
    assertThat(first(plans, "x")).isBetween(400L, 600L);
    assertThat(first(plans, "y")).isBetween(400L, 600L);
    assertThat(plans)
        .allSatisfy(plan -> {
          boolean tried = plan.getFirst().model().matches("[xy]");
          assertThat(names(plan).subList(tried ? 1 : 0, tried ? 3 : 2)).containsExactly("b", "a");
          assertThat(plan.getFirst().reason())
              .startsWith(tried ? "not measured yet: one request in 10 tries it" : "fastest: ");
        });
  }

  @Test
  void asksTheFastestOfThoseThatWork() {
    RouteHealth health = known(Map.of("a", Requests.open(), "b", health(900, 10)));

    List<RouteStep> steps = steps(TWO, request(1), health);

    assertThat(names(steps)).containsExactly("b", "a");
    assertThat(reasons(steps).getFirst())
        .isEqualTo("fastest that may be asked: 52.1 s for 512 tokens");
  }

  private static long first(List<List<RouteStep>> plans, String model) {
    return plans.stream().filter(plan -> plan.getFirst().model().equals(model)).count();
  }
}
