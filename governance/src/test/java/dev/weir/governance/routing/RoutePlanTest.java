package dev.weir.governance.routing;

import static dev.weir.governance.routing.Requests.models;
import static dev.weir.governance.routing.Requests.names;
import static dev.weir.governance.routing.Requests.request;
import static dev.weir.governance.routing.Requests.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.governance.routing.RouteStrategy.By;
import dev.weir.governance.routing.RouteStrategy.Canary;
import dev.weir.governance.routing.RouteStrategy.Failover;
import dev.weir.governance.routing.RouteStrategy.FirstCapable;
import dev.weir.governance.routing.RouteStrategy.Fixed;
import dev.weir.governance.routing.RouteStrategy.LowestCost;
import dev.weir.governance.routing.RouteStrategy.LowestLatency;
import dev.weir.governance.routing.RouteStrategy.Split;
import dev.weir.governance.routing.RouteStrategy.Variant;
import dev.weir.governance.routing.RouteStrategy.Weight;
import dev.weir.governance.routing.RouteStrategy.Weighted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every strategy. */
final class RoutePlanTest {

  private static final int MODELS = 12;

  @Test
  void hasNoPlanForANameThatThePolicyLacks() {
    RouteChooser chooser =
        new RouteChooser(_ -> Optional.empty(), _ -> Optional.empty(), _ -> Optional.empty());

    assertThat(chooser.plan("nothing", request(1), RouteHealth.UNKNOWN)).isEmpty();
  }

  @Test
  void asksAPlainModelWhateverItsHealth() {
    assertThat(steps(new Fixed("a"), request(1), Requests.openBreakers("a")))
        .containsExactly(new RouteStep("a", "the only model", Optional.empty()));
  }

  @Test
  void putsOpenBreakersLastAndLeavesNoneOut() {
    RouteStrategy nested =
        new Failover(List.of(new Failover(models("a", "b")), new Failover(models("c", "d"))));

    List<RouteStep> some = steps(nested, request(1), Requests.openBreakers("a", "c"));
    List<RouteStep> all = steps(nested, request(1), Requests.openBreakers("a", "b", "c", "d"));

    assertThat(names(some)).containsExactly("b", "d", "a", "c");
    assertThat(some.get(2).reason())
        .isEqualTo("last, since its breaker is open; first of a failover");
    assertThat(names(all)).containsExactly("a", "b", "c", "d");
    assertThat(all.getFirst().reason())
        .startsWith("no other is left, though its breaker is open; ");
  }

  @Test
  void namesTheVariantsOfNestedExperiments() {
    RouteStrategy inner = new Split(By.TEAM, List.of(new Variant("in", new Fixed("a"), 100)), "1");
    RouteStrategy outer = new Split(By.TEAM, List.of(new Variant("out", inner, 100)), "2");

    assertThat(steps(outer, request(1), RouteHealth.UNKNOWN))
        .containsExactly(
            new RouteStep(
                "a",
                "variant 'out', 100 % by team; variant 'in', 100 % by team",
                Optional.of("out/in")));
  }

  @Test
  void checksItself() {
    RouteStep step = new RouteStep("a", "why", Optional.empty());

    assertThatIllegalArgumentException().isThrownBy(() -> new RoutePlan("n", List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RoutePlan("n", List.of(step, step)))
        .withMessage("'a' is asked twice");
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isTheSameForTheSameRequestAndHealthAndAlwaysPossible(long seed) {
    var random = new SplittableRandom(seed);
    RouteStrategy strategy = strategy(random, 4);
    Map<String, ModelHealth> known = new HashMap<>();
    for (int i = 0; i < MODELS; i++) {
      if (random.nextBoolean()) {
        known.put("m" + i, health(random));
      }
    }
    RouteHealth health = Requests.known(known);

    for (int i = 0; i < 20; i++) {
      List<RouteStep> steps = steps(strategy, request(i), health);
      assertThat(steps).isEqualTo(steps(strategy, request(i), health));
      assertThat(steps).hasSizeBetween(1, RouteChooser.STEPS_MAX);
      assertThat(steps).allSatisfy(step -> assertThat(step.reason()).isNotBlank());
      assertThat(new HashSet<>(names(steps))).hasSameSizeAs(steps);
      List<Boolean> open =
          steps.stream()
              .map(step ->
                  health.of(step.model()).filter(it -> it.standing() != Standing.READY).isPresent())
              .toList();
      assertThat(strategy instanceof Fixed ? List.of() : open).isSorted();
    }
  }

  private static final List<Standing> STANDINGS =
      List.of(Standing.READY, Standing.READY, Standing.BREAKER_OPEN, Standing.FULL);

  private static ModelHealth health(SplittableRandom random) {
    return new ModelHealth(
        random.nextInt(4) == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(random.nextDouble(5_000)),
        random.nextInt(4) == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(1 + random.nextDouble(500)),
        random.nextDouble(),
        STANDINGS.get(random.nextInt(STANDINGS.size())),
        random.nextInt(50));
  }

  private static RouteStrategy strategy(SplittableRandom random, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return new Fixed("m" + random.nextInt(MODELS));
    }
    List<RouteStrategy> members = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      members.add(strategy(random, depth - 1));
    }
    return switch (random.nextInt(7)) {
      case 0 -> new Failover(members);
      case 1 -> new LowestLatency(members);
      case 2 -> new LowestCost(members);
      case 3 -> new FirstCapable(members);
      case 4 ->
          new Weighted(
              members.stream().map(each -> new Weight(each, 1 + random.nextInt(9))).toList());
      case 5 ->
          new Split(
              random.nextBoolean() ? By.KEY : By.TEAM,
              List.of(
                  new Variant("x", members.getFirst(), 60),
                  new Variant("y", members.getLast(), 40)),
              "s" + random.nextInt(3));
      default ->
          new Canary(
              members.getFirst(), members.getLast(), random.nextInt(101), random.nextInt(101), "c");
    };
  }
}
