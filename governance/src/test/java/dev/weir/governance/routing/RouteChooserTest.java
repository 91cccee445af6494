package dev.weir.governance.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.routing.RouteStrategy.By;
import dev.weir.governance.routing.RouteStrategy.Failover;
import dev.weir.governance.routing.RouteStrategy.Fixed;
import dev.weir.governance.routing.RouteStrategy.Split;
import dev.weir.governance.routing.RouteStrategy.Variant;
import dev.weir.governance.routing.RouteStrategy.Weight;
import dev.weir.governance.routing.RouteStrategy.Weighted;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RouteChooserTest {

  private static final Fixed A = new Fixed("a");
  private static final Fixed B = new Fixed("b");
  private static final Fixed C = new Fixed("c");

  private static RouteFacts facts(int number) {
    return new RouteFacts("request-" + number, "team", "key-" + number, Optional.empty());
  }

  private static List<RouteStep> plan(RouteStrategy strategy, RouteFacts facts) {
    return Requests.steps(strategy, facts, RouteHealth.UNKNOWN);
  }

  private static List<String> models(RouteStrategy strategy, int number) {
    return plan(strategy, facts(number)).stream().map(RouteStep::model).toList();
  }

  private static long firstChosen(RouteStrategy strategy, String model) {
    return IntStream.range(0, 10_000)
        .filter(i -> models(strategy, i).getFirst().equals(model))
        .count();
  }

  @Test
  void asksTheMembersOfAFailoverInTheirOrder() {
    assertThat(models(new Failover(List.of(A, B, C)), 1)).containsExactly("a", "b", "c");
  }

  @Test
  void asksNoModelTwice() {
    RouteStrategy nested = new Failover(List.of(A, new Failover(List.of(B, A)), B, C));

    assertThat(models(nested, 1)).containsExactly("a", "b", "c");
  }

  @Test
  void asksNoMoreThanACallerWaitsFor() {
    RouteStrategy many =
        new Failover(
            IntStream.range(0, 9).<RouteStrategy>mapToObj(i -> new Fixed("m" + i)).toList());

    assertThat(models(many, 1)).hasSize(RouteChooser.STEPS_MAX);
  }

  @Test
  void choosesByWeightAsOftenAsItSays() {
    RouteStrategy weighted = new Weighted(List.of(new Weight(A, 3), new Weight(B, 1)));

    assertThat(firstChosen(weighted, "a")).isBetween(7_300L, 7_700L);
    assertThat(models(weighted, 1)).hasSize(2);
  }

  @Test
  void neverAsksAMemberOfNoWeight() {
    RouteStrategy weighted =
        new Weighted(List.of(new Weight(A, 0), new Weight(B, 1), new Weight(C, 0)));

    assertThat(IntStream.range(0, 1_000).mapToObj(i -> models(weighted, i)))
        .containsOnly(List.of("b"));
  }

  @Test
  void choosesTheSameForTheSameRequest() {
    RouteStrategy weighted = new Weighted(List.of(new Weight(A, 1), new Weight(B, 1)));

    assertThat(IntStream.range(0, 500))
        .allSatisfy(i -> assertThat(models(weighted, i)).isEqualTo(models(weighted, i)));
    // Fixed for ever: a replay of history must choose as the proxy did.
    assertThat(StableHash.of("request-1")).isEqualTo(0xd80f6514855be93eL);
    assertThat(StableHash.of("Gr\u00f6\u00dfe")).isEqualTo(0xe504efb774d003a6L);
    assertThat(StableHash.of("")).isEqualTo(0xefd01f60ba992926L);
  }

  @Test
  void keepsACallerInItsVariantWhateverTheRequest() {
    RouteStrategy split =
        new Split(By.USER, List.of(new Variant("old", A, 90), new Variant("new", B, 10)), "s");
    RouteFacts one = new RouteFacts("r1", "team", "key", Optional.of("user"));
    RouteFacts other = new RouteFacts("r2", "team", "other-key", Optional.of("user"));

    assertThat(plan(split, one)).isEqualTo(plan(split, other));
    assertThat(firstChosen(split, "b")).isBetween(850L, 1_150L);
    assertThat(plan(split, one)).hasSize(1);
  }

  @Test
  void namesTheVariantOfEveryStepBehindIt() {
    RouteStrategy split =
        new Split(By.TEAM, List.of(new Variant("only", new Failover(List.of(A, B)), 100)), "s");

    assertThat(plan(split, facts(1)))
        .extracting(RouteStep::variant)
        .containsExactly(Optional.of("only"), Optional.of("only"));
  }

  @Test
  void choosesApartWhereOneChoiceStandsInAnother() {
    RouteStrategy inner = new Weighted(List.of(new Weight(A, 1), new Weight(B, 1)));
    RouteStrategy outer = new Weighted(List.of(new Weight(inner, 1), new Weight(C, 1)));

    // Were both choices the same, 'b' would never be first.
    assertThat(firstChosen(outer, "a")).isBetween(2_300L, 2_700L);
    assertThat(firstChosen(outer, "b")).isBetween(2_300L, 2_700L);
  }

  @Test
  void asksForARequestsNeedsOnlyWhereAPartDecidesByThem() {
    RouteStrategy deep = new Failover(List.of(A, new RouteStrategy.LowestCost(List.of(B, C))));

    assertThat(deep.asksForNeeds()).isTrue();
    assertThat(new Failover(List.of(A, B)).asksForNeeds()).isFalse();
    assertThat(deep.models()).containsExactly("a", "b", "c");
  }
}
