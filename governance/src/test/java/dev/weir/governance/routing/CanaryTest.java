package dev.weir.governance.routing;

import static dev.weir.governance.routing.Requests.failing;
import static dev.weir.governance.routing.Requests.known;
import static dev.weir.governance.routing.Requests.models;
import static dev.weir.governance.routing.Requests.names;
import static dev.weir.governance.routing.Requests.request;
import static dev.weir.governance.routing.Requests.steps;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.routing.RouteStrategy.Canary;
import dev.weir.governance.routing.RouteStrategy.Failover;
import dev.weir.governance.routing.RouteStrategy.Fixed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CanaryTest {

  private static final Canary CANARY =
      new Canary(new Fixed("new"), new Fixed("old"), 5, 10, "routes.fresh");

  /** A request whose key is in the canary's 5 %. */
  private static final RouteFacts CHOSEN =
      IntStream.range(0, 1_000)
          .mapToObj(Requests::request)
          .filter(each -> isCanary(CANARY, each))
          .findFirst()
          .orElseThrow();

  private static boolean isCanary(Canary canary, RouteFacts facts) {
    return steps(canary, facts, RouteHealth.UNKNOWN).getFirst().model().equals("new");
  }

  @Test
  void sendsItsShareOfTheKeysToTheNewOne() {
    long chosen = IntStream.range(0, 10_000).filter(i -> isCanary(CANARY, request(i))).count();

    assertThat(chosen).isBetween(400L, 600L);
  }

  @Test
  void keepsAKeyWhereItIs() {
    RouteFacts later =
        new RouteFacts(
            "another", "other", CHOSEN.keyId(), Optional.of("u"), CHOSEN.needs(), CHOSEN.at());

    assertThat(isCanary(CANARY, later)).isTrue();
  }

  @Test
  void keepsItsKeysWhenItsShareGrows() {
    Canary wider = new Canary(CANARY.to(), CANARY.stable(), 20, 10, CANARY.salt());

    assertThat(IntStream.range(0, 2_000).filter(i -> isCanary(CANARY, request(i))))
        .allMatch(i -> isCanary(wider, request(i)));
  }

  @Test
  void choosesOtherKeysForAnotherCanary() {
    Canary other = new Canary(CANARY.to(), CANARY.stable(), 5, 10, "routes.other");
    long both =
        IntStream.range(0, 10_000)
            .filter(i -> isCanary(CANARY, request(i)) && isCanary(other, request(i)))
            .count();

    assertThat(both).isLessThan(60);
  }

  @Test
  void letsTheStableOneStandInAndNamesBoth() {
    assertThat(steps(CANARY, CHOSEN, RouteHealth.UNKNOWN))
        .containsExactly(
            new RouteStep("new", "its key is in the canary's 5 %", Optional.of("canary")),
            new RouteStep("old", "stable, stands in for the canary", Optional.of("stable")));
  }

  @Test
  void rollsBackWhereTheNewOneFailsTooOften() {
    assertThat(steps(CANARY, CHOSEN, known(Map.of("new", failing(0.125, 40)))))
        .containsExactly(
            new RouteStep(
                "old",
                "the canary is rolled back: 'new' failed 12.5 % of 40 calls, more than 10 %",
                Optional.of("stable")));
  }

  @Test
  void rollsBackOnNoFewerThanTwentyCallsAndNotAtTheLimitItself() {
    assertThat(names(steps(CANARY, CHOSEN, known(Map.of("new", failing(1, 19))))))
        .containsExactly("new", "old");
    assertThat(names(steps(CANARY, CHOSEN, known(Map.of("new", failing(1, 20))))))
        .containsExactly("old");
    assertThat(names(steps(CANARY, CHOSEN, known(Map.of("new", failing(0.1, 100))))))
        .containsExactly("new", "old");
  }

  @Test
  void rollsBackWhereAnyModelOfTheNewPartFails() {
    Canary wide = new Canary(new Failover(models("new", "newer")), new Fixed("old"), 100, 10, "s");

    assertThat(names(steps(wide, CHOSEN, known(Map.of("newer", failing(0.5, 20))))))
        .containsExactly("old");
  }

  @Test
  void asksTheStableOneFirstWhereTheNewOnesBreakerIsOpen() {
    List<RouteStep> steps =
        steps(
            new Canary(CANARY.to(), CANARY.stable(), 100, 100, "s"),
            CHOSEN,
            Requests.openBreakers("new"));

    assertThat(names(steps)).containsExactly("old", "new");
  }
}
