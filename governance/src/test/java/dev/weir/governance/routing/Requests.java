package dev.weir.governance.routing;

import dev.weir.governance.routing.RouteStrategy.Fixed;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** Requests, and what is known of models, for tests of choices. */
final class Requests {

  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private Requests() {}

  /** One of many requests, each with a key of its own. */
  static RouteFacts request(int number) {
    return request(number, RouteNeeds.NONE);
  }

  static RouteFacts request(int number, RouteNeeds needs) {
    return new RouteFacts(
        "request-" + number, "search", "key-" + number, Optional.empty(), needs, NOW);
  }

  static RouteNeeds needs(long input, long maxOutput, Capability... capabilities) {
    return new RouteNeeds(input, OptionalLong.of(maxOutput), Set.of(capabilities));
  }

  static ModelHealth health(double ttftMillis, double tokensPerSecond) {
    return new ModelHealth(
        OptionalDouble.of(ttftMillis), OptionalDouble.of(tokensPerSecond), 0, Standing.READY, 100);
  }

  static ModelHealth failing(double errorRate, long samples) {
    return new ModelHealth(
        OptionalDouble.of(100), OptionalDouble.of(100), errorRate, Standing.READY, samples);
  }

  static ModelHealth open() {
    return new ModelHealth(
        OptionalDouble.of(1), OptionalDouble.of(1_000), 1, Standing.BREAKER_OPEN, 100);
  }

  static RouteHealth known(Map<String, ModelHealth> models) {
    return name -> Optional.ofNullable(models.get(name));
  }

  static RouteHealth openBreakers(String... models) {
    List<String> open = Arrays.asList(models);
    return name -> open.contains(name) ? Optional.of(open()) : Optional.empty();
  }

  static List<RouteStrategy> models(String... names) {
    return Arrays.stream(names).<RouteStrategy>map(Fixed::new).toList();
  }

  /** The steps of a strategy where neither prices nor traits are known. */
  static List<RouteStep> steps(RouteStrategy strategy, RouteFacts facts, RouteHealth health) {
    return new RouteChooser(
            _ -> Optional.of(strategy), _ -> Optional.empty(), _ -> Optional.empty())
        .plan("it", facts, health)
        .orElseThrow()
        .steps();
  }

  static List<String> names(List<RouteStep> steps) {
    return steps.stream().map(RouteStep::model).toList();
  }

  static List<String> reasons(List<RouteStep> steps) {
    return steps.stream().map(RouteStep::reason).toList();
  }
}
