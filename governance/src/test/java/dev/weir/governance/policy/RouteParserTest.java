package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.routing.BreakerRules;
import dev.weir.governance.routing.Capability;
import dev.weir.governance.routing.ModelTraits;
import dev.weir.governance.routing.RetryRules;
import dev.weir.governance.routing.RouteOptions;
import dev.weir.governance.routing.RouteStrategy;
import dev.weir.governance.routing.RouteStrategy.By;
import dev.weir.governance.routing.RouteStrategy.Canary;
import dev.weir.governance.routing.RouteStrategy.Failover;
import dev.weir.governance.routing.RouteStrategy.FirstCapable;
import dev.weir.governance.routing.RouteStrategy.Fixed;
import dev.weir.governance.routing.RouteStrategy.LowestCost;
import dev.weir.governance.routing.RouteStrategy.LowestLatency;
import dev.weir.governance.routing.RouteStrategy.Split;
import dev.weir.governance.routing.RouteStrategy.Variant;
import dev.weir.governance.routing.RoutingRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteParserTest {

  /** Seven lines: the first route stands in the eighth. */
  private static final String MODELS =
      """
      organisation: acme
      providers: {e: {builtin: echo}}
      models:
        a: {provider: e}
        b: {provider: e}
      teams: {t: {}}
      routes:
      """;

  private static final RouteStrategy A = new Fixed("a");
  private static final RouteStrategy B = new Fixed("b");

  @Test
  void readsEveryKindOfStrategy() {
    Policy policy =
        valid(
            """
              same: a
              fast: {lowest-latency: [a, b]}
              cheap: {lowest-cost: [a, same]}
              able: {first-capable: [a, cheap]}
              fresh: {canary: {to: b, stable: {failover: [a, b]}, percent: 5, max-error-percent: 7}}
              usual: {canary: {to: b, stable: a, percent: 5}}
            """);

    RouteStrategy cheap = new LowestCost(List.of(A, A));
    assertThat(policy.route("same")).contains(A);
    assertThat(policy.route("fast")).contains(new LowestLatency(List.of(A, B)));
    assertThat(policy.route("cheap")).contains(cheap);
    assertThat(policy.route("able")).contains(new FirstCapable(List.of(A, cheap)));
    assertThat(policy.route("fresh"))
        .contains(new Canary(B, new Failover(List.of(A, B)), 5, 7, "routes.fresh"));
    assertThat(policy.route("usual")).contains(new Canary(B, A, 5, 10, "routes.usual"));
    assertThat(policy.names())
        .containsExactly("a", "able", "b", "cheap", "fast", "fresh", "same", "usual");
  }

  @Test
  void keepsAnExperimentsSaltWhereAnotherRouteNamesIt() {
    Policy policy =
        valid(
            """
              outer: {failover: [trial, b]}
              trial: {split: {by: team, variants: [{name: x, to: a, percent: 100}]}}
            """);

    RouteStrategy trial = new Split(By.TEAM, List.of(new Variant("x", A, 100)), "routes.trial");
    assertThat(policy.route("outer")).contains(new Failover(List.of(trial, B)));
  }

  @Test
  void readsWhatIsStatedOfAModel() {
    String text =
        MODELS.replace(
            "a: {provider: e}",
            "a: {provider: e, context-tokens: 128_000, max-output-tokens: 4096,"
                + " capabilities: [images, structured-output]}");

    Policy policy = valid(text, "");

    assertThat(policy.model("a").orElseThrow().traits())
        .isEqualTo(
            new ModelTraits(
                OptionalLong.of(128_000),
                OptionalLong.of(4096),
                Optional.of(Set.of(Capability.IMAGES, Capability.STRUCTURED_OUTPUT))));
    assertThat(policy.model("b").orElseThrow().traits()).isEqualTo(ModelTraits.UNSTATED);
  }

  @Test
  void saysWhereAModelsStatementsAreWrong() {
    String text =
        MODELS.replace(
            "a: {provider: e}",
            "a: {provider: e, context-tokens: 0, max-output-tokens: lots, capabilities: [image]}");

    assertThat(problems(text, ""))
        .isEqualTo(
            """
            4:36 models.a.context-tokens: expected a whole number from 1, like 128_000
            4:58 models.a.max-output-tokens: expected a whole number from 1, like 128_000
            4:79 models.a.capabilities[0]: expected one of images, tools, structured-output, audio, documents, reasoning; did you mean 'images'?\
            """);
  }

  @Test
  void reportsEveryProblemAtOnceWithItsPlace() {
    assertThat(
            problems(
                """
                  a: {failover: [b]}
                  lost: {failover: [a, bb]}
                  none: {}
                  both: {failover: [a], lowest-cost: [b]}
                  typo: {lowest-costs: [a]}
                  bare: {failover: []}
                  light: {weighted: [{to: a, weight: 0}]}
                  half: {split: {by: users, variants: [{name: x, to: a, percent: 50}]}}
                  sum: {split: {variants: [{name: x, to: a, percent: 50}]}}
                  twice: {split: {variants: [{name: x, to: a, percent: 50}, {name: x, to: b, percent: 50}]}}
                  named: {split: {variants: [{name: X, to: a, percent: 100}]}}
                  alone: {canary: {to: a, percent: 101}}
                  over: {canary: {to: a, stable: b, percent: 101, max-error-precent: 5}}
                  word: {failover: a}
                """))
        .isEqualTo(
            """
            8:3 routes.a: a model has this name already
            9:24 routes.lost.failover[1]: no model or route 'bb'; did you mean 'b'?
            10:9 routes.none: expected exactly one of failover, weighted, lowest-latency, lowest-cost, first-capable, by-task, split, canary
            11:9 routes.both: expected exactly one of failover, weighted, lowest-latency, lowest-cost, first-capable, by-task, split, canary
            12:9 routes.typo: expected exactly one of failover, weighted, lowest-latency, lowest-cost, first-capable, by-task, split, canary
            12:10 routes.typo.lowest-costs: no such setting; did you mean 'lowest-cost'?
            13:20 routes.bare.failover: expected 1 to 32 members: 0
            14:10 routes.light: at least one weight must be above 0
            15:22 routes.half.split.by: expected one of user, key, team; did you mean 'user'?
            16:16 routes.sum.split: the variants' percents sum to 50, not 100
            17:18 routes.twice.split: two variants are called 'x'
            18:30 routes.named.split.variants[0]: a variant's name has 1 to 63 of a-z 0-9 . _ - and starts with a letter or digit: 'X'
            19:19 routes.alone.canary.stable: required
            20:18 routes.over.canary: a percent is from 0 to 100: 101
            20:51 routes.over.canary.max-error-precent: no such setting; did you mean 'max-error-percent'?
            21:20 routes.word.failover: expected a list (- item)\
            """);
  }

  @Test
  void namesTheCircleAndNothingThatOnlyLeadsToIt() {
    assertThat(
            problems(
                """
                  way: {failover: [round]}
                  round: {failover: [a, turn]}
                  turn: {weighted: [{to: round, weight: 1}]}
                  self: self
                """))
        .isEqualTo(
            """
            10:26 routes.turn.weighted[0].to: routes in a circle: round to turn to round
            11:9 routes.self: routes in a circle: self to self\
            """);
  }

  @Test
  void acceptsEightLevelsAndRefusesNine() {
    assertThat(problems("  deep: " + nested(8) + "\n")).isEmpty();
    assertThat(problems("  deep: " + nested(9) + "\n")).contains("strategies nest at most 8 deep");
    assertThat(
            problems(
                "  deep: "
                    + nested(5)
                    + "\n  over: {failover: [{failover: [{failover: [deep]}]}]}\n"))
        .isEmpty();
    assertThat(
            problems(
                "  deep: "
                    + nested(5)
                    + "\n  over: {failover: [{failover: [{failover: [{failover: [deep]}]}]}]}\n"))
        .isEqualTo("9:9 routes.over: strategies nest at most 8 deep");
  }

  @Test
  void saysNothingOfWhoNamesARouteThatIsAtFault() {
    String text = MODELS.replace("teams: {t: {}}", "teams: {t: {models: [wrong]}}");

    assertThat(problems(text, "  over: {failover: [wrong]}\n  wrong: {failover: [none]}\n"))
        .isEqualTo("9:22 routes.wrong.failover[0]: no model or route 'none'");
  }

  @Test
  void acceptsThirtyTwoMembersAndRefusesOneMore() {
    assertThat(problems("  wide: {failover: [" + "a, ".repeat(31) + "b]}\n")).isEmpty();
    assertThat(problems("  wide: {failover: [" + "a, ".repeat(32) + "b]}\n"))
        .isEqualTo("8:20 routes.wide.failover: expected 1 to 32 members: 33");
  }

  @Test
  void refusesRoutesThatMultiplyEachOther() {
    String many = "x, ".repeat(31) + "x";
    String text =
        "  one: {failover: [%s]}\n  two: {failover: [%s]}\n  three: {failover: [%s]}\n"
            .formatted(many.replace("x", "a"), many.replace("x", "one"), many.replace("x", "two"));

    assertThat(problems(text))
        .isEqualTo("9:8 routes.two: stands for more than 1000 strategies and models");
  }

  /** An alias that holds itself, and routes that name one another in a chain without end. */
  @ParameterizedTest
  @ValueSource(strings = {"alias", "chain", "same"})
  void answersATextThatIsMeantToExhaust(String kind) {
    StringBuilder text = new StringBuilder();
    if (kind.equals("alias")) {
      text.append("  x: &x {failover: [").append("*x, ".repeat(15)).append("*x]}\n");
    } else {
      for (int i = 0; i < 20_000; i++) {
        String line = kind.equals("chain") ? "  r%d: {failover: [r%d]}\n" : "  r%d: r%d\n";
        text.append(line.formatted(i, i + 1));
      }
    }

    assertThat(problems(text.toString())).isNotEmpty();
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void answersAnyText(long seed) {
    String whole =
        MODELS
            + """
              same: a
              fast: {lowest-latency: [a, {first-capable: [b, same]}]}
              mixed: {weighted: [{to: same, weight: 3}, {to: b, weight: 1}]}
              trial: {split: {by: key, variants: [{name: x, to: a, percent: 90}, {name: y, to: fast, percent: 10}]}}
              fresh: {canary: {to: b, stable: {failover: [a, b]}, percent: 5, max-error-percent: 7}}
            """;
    var random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder(whole);
    for (int i = 0; i < 1 + seed % 5; i++) {
      int at = MODELS.length() + random.nextInt(text.length() - MODELS.length());
      if (random.nextBoolean()) {
        text.deleteCharAt(at);
      } else {
        text.setCharAt(at, whole.charAt(random.nextInt(whole.length())));
      }
    }

    assertThat(PolicyParser.parse(text.toString())).isNotNull();
  }

  @Test
  void readsHowTheModelsOfARouteAreAsked() {
    Policy policy =
        valid(
            """
              quick: {failover: [a, b], hedge: {after: 2s}, first-token: 900ms, retries: 2}
              outer: {failover: [quick, b]}
            routing:
              retry-after-max: 30s
              breaker: {failed-percent: 40, failed-in-a-row: 3, open: 5s, open-max: 1m}
              retries: {percent: 10, per-second: 0, backoff: 100ms}
            """);

    assertThat(policy.routeOptions())
        .containsOnly(
            Map.entry(
                "quick",
                new RouteOptions(
                    Optional.of(Duration.ofSeconds(2)), Optional.of(Duration.ofMillis(900)), 2)));
    assertThat(policy.routing())
        .isEqualTo(
            new RoutingRules(
                new BreakerRules(40, 20, 3, 30, Duration.ofSeconds(5), Duration.ofMinutes(1)),
                new RetryRules(10, 0, Duration.ofMillis(100), Duration.ofSeconds(5)),
                Duration.ofSeconds(30)));
    assertThat(valid("").routing()).isEqualTo(RoutingRules.DEFAULT);
  }

  @Test
  void readsHowManyCallsAModelMayHave() {
    String models = MODELS.replace("b: {provider: e}", "b: {provider: e, max-concurrent: 8}");

    assertThat(valid(models, "").model("b").orElseThrow().maxConcurrent()).hasValue(8);
    assertThat(valid(models, "").model("a").orElseThrow().maxConcurrent()).isEmpty();
  }

  @Test
  void saysWhereTheOptionsOfARouteAreWrong() {
    assertThat(problems("  x: {failover: [a], hedge: {}}\n"))
        .isEqualTo("8:29 routes.x.hedge.after: required");
    assertThat(problems("  x: {failover: [a], hedge: {after: soon}}\n"))
        .contains("8:37 routes.x.hedge.after: expected a duration like 250ms, 5s, 2m or 1h");
    assertThat(problems("  x: {failover: [a], hedg: {after: 1s}}\n"))
        .contains("8:22 routes.x.hedg: no such setting; did you mean 'hedge'?");
    assertThat(problems("  x: {failover: [{failover: [a], retries: 1}]}\n"))
        .contains("routes.x.failover[0].retries: no such setting");
    assertThat(problems("  x: {failover: [a], retries: 9}\n"))
        .contains("retries is from 0 to 5: 9");
    assertThat(problems("routing: {breaker: {open: 5m}}\n"))
        .contains("open is above 0 and at most open-max");
    assertThat(problems("routing: {breakr: {}}\n"))
        .contains("8:11 routing.breakr: no such setting; did you mean 'breaker'?");
    assertThat(problems("routing: {retries: {percent: 101}}\n"))
        .contains("percent is from 0 to 100: 101");
  }

  private static String nested(int depth) {
    return "{failover: [".repeat(depth) + "a" + "]}".repeat(depth);
  }

  private static Policy valid(String routes) {
    return valid(MODELS, routes);
  }

  private static Policy valid(String models, String routes) {
    return switch (PolicyParser.parse(models + (routes.isEmpty() ? "  same: a\n" : routes))) {
      case PolicyReading.Valid(Policy policy) -> policy;
      case PolicyReading.Invalid(List<PolicyProblem> problems) ->
          throw new AssertionError(problems);
    };
  }

  private static String problems(String routes) {
    return problems(MODELS, routes);
  }

  private static String problems(String models, String routes) {
    return switch (PolicyParser.parse(models + (routes.isEmpty() ? "  same: a\n" : routes))) {
      case PolicyReading.Valid _ -> "";
      case PolicyReading.Invalid(List<PolicyProblem> problems) ->
          problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n"));
    };
  }
}
