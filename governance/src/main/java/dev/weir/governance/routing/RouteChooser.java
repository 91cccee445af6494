package dev.weir.governance.routing;

import dev.weir.governance.pricing.PriceBook;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns a name and the facts of a request into the models to ask, in order. The same policy, facts
 * and health always give the same plan: what looks like chance is a {@link StableHash}. Belongs to
 * one policy; safe for use by many threads.
 */
public final class RouteChooser {

  /** A caller does not wait for more than this. */
  public static final int STEPS_MAX = 8;

  private final Function<String, Optional<RouteStrategy>> routes;
  private final Function<String, Optional<RouteTarget>> targets;
  private final PriceBook prices;

  /** What names mean, where models are served, and what they cost. */
  public RouteChooser(
      Function<String, Optional<RouteStrategy>> routes,
      Function<String, Optional<RouteTarget>> targets,
      PriceBook prices) {
    this.routes = routes;
    this.targets = targets;
    this.prices = prices;
  }

  /** The plan for a model's or route's name; nothing where the policy has no such name. */
  public Optional<RoutePlan> plan(String name, RouteFacts facts, RouteHealth health) {
    Optional<RouteStrategy> strategy = routes.apply(name);
    return strategy.map(it -> new RoutePlan(name, planner(facts, health).plan(it)));
  }

  private RoutePlanner planner(RouteFacts facts, RouteHealth health) {
    return new RoutePlanner(
        facts,
        health,
        new CostOrder(targets, prices, facts),
        new CapabilityOrder(targets, facts.needs()));
  }
}
