package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.routing.Capability;
import dev.weir.governance.routing.ModelTraits;
import dev.weir.governance.routing.RouteStrategy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Routes that name routes: what they come to, and what all of their models share. */
final class ModelsOfRoutesTest {

  private static final String MODELS =
      """
      organisation: acme
      providers: {e: {builtin: echo}}
      models: {a: {provider: e}, b: {provider: e}}
      teams: {t: {}}
      """;

  @Test
  void readsRoutesThatNest() {
    Policy policy =
        valid(
            MODELS
                + """
                routes:
                  safe: {failover: [a, b]}
                  mixed: {weighted: [{to: safe, weight: 3}, {to: b, weight: 1}]}
                  trial:
                    split:
                      by: key
                      variants:
                        - {name: old, to: a, percent: 90}
                        - {name: new, to: {failover: [b, a]}, percent: 10}
                """);

    RouteStrategy a = new RouteStrategy.Fixed("a");
    RouteStrategy b = new RouteStrategy.Fixed("b");
    RouteStrategy safe = new RouteStrategy.Failover(List.of(a, b));
    assertThat(policy.route("a")).contains(a);
    assertThat(policy.route("safe")).contains(safe);
    assertThat(policy.route("mixed"))
        .contains(
            new RouteStrategy.Weighted(
                List.of(new RouteStrategy.Weight(safe, 3), new RouteStrategy.Weight(b, 1))));
    assertThat(policy.route("trial"))
        .contains(
            new RouteStrategy.Split(
                RouteStrategy.By.KEY,
                List.of(
                    new RouteStrategy.Variant("old", a, 90),
                    new RouteStrategy.Variant(
                        "new", new RouteStrategy.Failover(List.of(b, a)), 10)),
                "routes.trial"));
    assertThat(policy.route("nothing")).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithRoutes() {
    String text =
        MODELS
            + """
            routes:
              a: {failover: [b]}
              lost: {failover: [a, bb]}
              round: {failover: [turn]}
              turn: {failover: [round]}
              none: {}
              both: {failover: [a], weighted: [{to: b, weight: 1}]}
              typo: {failovr: [a]}
              light: {weighted: [{to: a, weight: 0}]}
              half: {split: {variants: [{name: x, to: a, percent: 50}]}}
              bare: {failover: []}
            """;

    assertThat(problems(text))
        .contains("routes.a: a model has this name already")
        .contains("routes.lost.failover[1]: no model or route 'bb'; did you mean 'b'?")
        .contains("routes in a circle: round to turn to round")
        .contains("routes.none: expected exactly one of failover, weighted, ")
        .contains("routes.both: expected exactly one of failover, weighted, ")
        .contains("routes.typo.failovr: no such setting; did you mean 'failover'?");
    assertThat(problems(MODELS + "routes: {light: {weighted: [{to: a, weight: 0}]}}\n"))
        .contains("at least one weight must be above 0");
    assertThat(
            problems(
                MODELS + "routes: {half: {split: {variants: [{name: x, to: a, percent: 50}]}}}\n"))
        .contains("the variants' percents sum to 50, not 100");
    assertThat(problems(MODELS + "routes: {bare: {failover: []}}\n"))
        .contains("expected 1 to 32 members: 0");
  }

  @Test
  void statesOfARouteWhatAllOfItsModelsShare() {
    Policy policy =
        valid(
            """
            organisation: acme
            providers: {echo: {builtin: echo}}
            models:
              fast: {provider: echo, context-tokens: 8_000, capabilities: [tools, images]}
              slow: {provider: echo, context-tokens: 4_000, max-output-tokens: 100, capabilities: [tools]}
              bare: {provider: echo}
            routes: {both: {failover: [fast, slow]}, any: {failover: [fast, bare]}}
            teams: {}
            """);

    assertThat(policy.traits("both"))
        .isEqualTo(
            new ModelTraits(
                OptionalLong.of(4_000),
                OptionalLong.empty(),
                Optional.of(Set.of(Capability.TOOLS))));
    assertThat(policy.traits("any")).isEqualTo(ModelTraits.UNSTATED);
    assertThat(policy.traits("slow").maxOutputTokens()).hasValue(100);
    assertThat(policy.traits("nobody")).isEqualTo(ModelTraits.UNSTATED);
  }

  private static Policy valid(String text) {
    return switch (PolicyParser.parse(text)) {
      case PolicyReading.Valid(Policy policy) -> policy;
      case PolicyReading.Invalid(List<PolicyProblem> problems) ->
          throw new AssertionError(problems);
    };
  }

  private static String problems(String text) {
    return switch (PolicyParser.parse(text)) {
      case PolicyReading.Valid _ -> "";
      case PolicyReading.Invalid(List<PolicyProblem> problems) ->
          problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n"));
    };
  }
}
