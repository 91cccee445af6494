package dev.weir.proxy.exchange;

import dev.weir.governance.identity.Principal;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.routing.RouteChooser;
import dev.weir.governance.routing.RouteFacts;
import dev.weir.governance.routing.RouteNeeds;
import dev.weir.governance.routing.RouteOptions;
import dev.weir.governance.routing.RoutePlan;
import dev.weir.governance.routing.RouteStep;
import dev.weir.governance.task.TaskClassifier;
import dev.weir.proxy.exchange.Admittance.Leg;
import dev.weir.proxy.surface.Ask;
import dev.weir.proxy.targets.RetryBudget;
import dev.weir.proxy.targets.Targets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the name that a caller uses into the models to ask. What a policy version makes of its
 * routes is prepared once; a name that stands for one model is no choice and costs none.
 */
final class RoutePlans {

  private final Routes routes;
  private final Targets targets;
  private final TaskClassifier tasks = TaskClassifier.standard();
  private volatile Prepared prepared = new Prepared(-1, Map.of(), NOBODY);

  private static final RouteChooser NOBODY =
      new RouteChooser(_ -> Optional.empty(), _ -> Optional.empty(), _ -> Optional.empty());

  /** Of one version of a policy. */
  private record Prepared(long version, Map<String, Way> ways, RouteChooser chooser) {}

  /**
   * The models to ask.
   *
   * @param legs in their order; none where no provider of theirs can be used
   * @param unusable the provider that cannot be used, where none can
   */
  record Plan(Way way, List<Leg> legs, String unusable) {}

  RoutePlans(Routes routes, Targets targets) {
    this.routes = routes;
    this.targets = targets;
  }

  /** Nothing where the policy has no such name. */
  Optional<Plan> plan(Identity.Known known, String requestId, Ask ask, Body body, Instant now) {
    PolicySnapshot policy = known.policy();
    Optional<ModelRoute> model = policy.policy().model(ask.model());
    if (model.isPresent()) {
      return Optional.of(plain(policy, model.get()));
    }
    Prepared of = prepared(policy);
    Way way = of.ways.get(ask.model());
    if (way == null) {
      return Optional.empty();
    }
    way.budget().request(System.nanoTime());
    Principal caller = known.caller();
    RouteFacts facts =
        new RouteFacts(
            requestId,
            caller.team().value(),
            caller.keyId(),
            caller.user(),
            needs(way, ask, body),
            now);
    return of.chooser
        .plan(ask.model(), facts, targets.health(policy, now))
        .map(plan -> legs(policy, way, plan));
  }

  private RouteNeeds needs(Way way, Ask ask, Body body) {
    RouteNeeds needs = way.asksForNeeds() ? ask.needs(body.length()) : RouteNeeds.NONE;
    if (!way.asksForTask()) {
      return needs;
    }
    String said = ask.said(body.bytes(), body.length());
    return said.isEmpty() ? needs : needs.of(tasks.classify(said));
  }

  /** A model that nothing else stands in for. */
  Plan plain(PolicySnapshot policy, ModelRoute model) {
    Optional<Route> route = routes.to(policy, model);
    if (route.isEmpty()) {
      return new Plan(Way.PLAIN, List.of(), model.providerId());
    }
    RouteStep step = new RouteStep(model.name(), "the only model", Optional.empty());
    Leg leg = new Leg(route.get(), step, targets.target(policy, model.name()));
    return new Plan(Way.PLAIN, List.of(leg), "");
  }

  private Plan legs(PolicySnapshot policy, Way way, RoutePlan plan) {
    List<Leg> legs = new ArrayList<>(plan.steps().size());
    String unusable = "";
    for (RouteStep step : plan.steps()) {
      ModelRoute model = policy.policy().models().get(step.model());
      if (model != null) {
        Optional<Route> route = routes.to(policy, model);
        route.ifPresent(it -> legs.add(new Leg(it, step, targets.target(policy, model.name()))));
        unusable = model.providerId();
      }
    }
    return new Plan(way, legs, unusable);
  }

  /** An exchange that began with an older policy keeps that: it is prepared for it alone. */
  private Prepared prepared(PolicySnapshot policy) {
    Prepared known = prepared;
    if (known.version == policy.version()) {
      return known;
    }
    Prepared next = prepare(policy);
    if (known.version < policy.version()) {
      prepared = next;
    }
    return next;
  }

  private static Prepared prepare(PolicySnapshot snapshot) {
    Policy policy = snapshot.policy();
    Map<String, Way> ways = new HashMap<>();
    policy
        .routes()
        .forEach((name, strategy) ->
            ways.put(
                name,
                new Way(
                    name,
                    strategy.asksForNeeds(),
                    strategy.asksForTask(),
                    policy.routeOptions().getOrDefault(name, RouteOptions.NONE),
                    policy.routing().retries(),
                    new RetryBudget(policy.routing().retries()))));
    return new Prepared(snapshot.version(), Map.copyOf(ways), policy.chooser());
  }
}
