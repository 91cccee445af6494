package dev.weir.governance.routing;

import dev.weir.governance.task.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Follows a strategy down to its models for one request. Loops and not streams where a plain model
 * passes: this runs for every request, on a selector's thread.
 */
final class RoutePlanner {

  /** Fewer calls say nothing about a canary. */
  private static final long CANARY_SAMPLES_MIN = 20;

  private final RouteFacts facts;
  private final RouteHealth health;
  private final CostOrder cost;
  private final CapabilityOrder capability;

  RoutePlanner(RouteFacts facts, RouteHealth health, CostOrder cost, CapabilityOrder capability) {
    this.facts = facts;
    this.health = health;
    this.cost = cost;
    this.capability = capability;
  }

  List<RouteStep> plan(RouteStrategy strategy) {
    if (strategy instanceof RouteStrategy.Fixed(String model)) {
      return List.of(new RouteStep(model, "the only model", Optional.empty()));
    }
    List<RouteStep> steps = new ArrayList<>();
    Set<String> models = new HashSet<>();
    for (Candidate each : candidates(strategy, "")) {
      if (steps.size() < RouteChooser.STEPS_MAX && models.add(each.model())) {
        steps.add(each.step(steps.isEmpty()));
      }
    }
    return steps;
  }

  /** {@code place} tells the choices of one plan apart, so that they do not go together. */
  private List<Candidate> candidates(RouteStrategy strategy, String place) {
    return switch (strategy) {
      case RouteStrategy.Fixed(String model) ->
          List.of(new Candidate(model, health.of(model), "", Optional.empty()));
      case RouteStrategy.Failover(List<RouteStrategy> members) -> failover(members, place);
      case RouteStrategy.Weighted(List<RouteStrategy.Weight> members) -> weighted(members, place);
      case RouteStrategy.LowestLatency(List<RouteStrategy> members) ->
          new LatencyOrder(facts, place).of(members(members, place));
      case RouteStrategy.LowestCost(List<RouteStrategy> members) ->
          cost.of(members(members, place));
      case RouteStrategy.FirstCapable(List<RouteStrategy> members) ->
          capability.of(members(members, place));
      case RouteStrategy.ByTask task -> byTask(task, place);
      case RouteStrategy.Split split -> split(split, place);
      case RouteStrategy.Canary canary -> canary(canary, place);
    };
  }

  private Member member(RouteStrategy strategy, String place) {
    return new Member(candidates(strategy, place));
  }

  private List<Member> members(List<RouteStrategy> strategies, String place) {
    List<Member> members = new ArrayList<>(strategies.size());
    for (int i = 0; i < strategies.size(); i++) {
      members.add(member(strategies.get(i), place + "/" + i));
    }
    return members;
  }

  private List<Candidate> failover(List<RouteStrategy> strategies, String place) {
    List<Member> members = members(strategies, place);
    for (int i = 0; i < members.size(); i++) {
      String why = i == 0 ? "first of a failover" : "stands in, number " + i;
      members.set(i, members.get(i).because(why));
    }
    return Member.joined(members);
  }

  private List<Candidate> weighted(List<RouteStrategy.Weight> weights, String place) {
    long sum = 0;
    for (RouteStrategy.Weight each : weights) {
      sum += each.weight();
    }
    long at = StableHash.within(facts.requestId() + place, sum);
    int chosen = 0;
    while (at >= weights.get(chosen).weight()) {
      at -= weights.get(chosen).weight();
      chosen++;
    }
    List<Integer> order = new ArrayList<>(weights.size());
    for (int i = 0; i < weights.size(); i++) {
      // A weight of 0 takes a member out: it is not to be asked at all.
      if (i != chosen && weights.get(i).weight() > 0) {
        order.add(i);
      }
    }
    order.sort(Comparator.comparingLong((Integer i) -> weights.get(i).weight()).reversed());
    order.addFirst(chosen);
    List<Member> members = new ArrayList<>(order.size());
    for (int i : order) {
      long weight = weights.get(i).weight();
      String why =
          i == chosen
              ? "chosen by weight, " + weight + " of " + sum
              : "stands in, weight " + weight;
      members.add(member(weights.get(i).to(), place + "/" + i).because(why));
    }
    return Member.joined(members);
  }

  private List<Candidate> byTask(RouteStrategy.ByTask route, String place) {
    Member otherwise = member(route.otherwise(), place + "/otherwise");
    Optional<Task> task = facts.needs().task();
    if (task.isEmpty()) {
      return otherwise.because("nothing is known of the task").candidates();
    }
    String kind = task.get().kind().text();
    String sure = Figures.percent(task.get().confidence() * 100) + " % sure";
    RouteStrategy own = route.kinds().get(task.get().kind());
    if (own == null || task.get().confidence() * 100 < route.minConfidencePercent()) {
      return otherwise.because("for other tasks: this one is '" + kind + "', " + sure).candidates();
    }
    return Member.joined(
        List.of(
            member(own, place + "/" + kind).because("for the task '" + kind + "', " + sure),
            otherwise.because("stands in, for other tasks")));
  }

  private List<Candidate> split(RouteStrategy.Split split, String place) {
    String who =
        switch (split.by()) {
          case USER -> facts.user().map(user -> "user " + user).orElse("key " + facts.keyId());
          case KEY -> "key " + facts.keyId();
          case TEAM -> "team " + facts.team();
        };
    long at = percentile(split.salt(), who);
    for (RouteStrategy.Variant variant : split.variants()) {
      if (at < variant.percent()) {
        return member(variant.to(), place + "/" + variant.name())
            .because(
                "variant '%s', %d %% by %s"
                    .formatted(
                        variant.name(),
                        variant.percent(),
                        split.by().name().toLowerCase(Locale.ROOT)))
            .in(variant.name())
            .candidates();
      }
      at -= variant.percent();
    }
    throw new IllegalStateException("the variants' percents do not sum to 100");
  }

  private List<Candidate> canary(RouteStrategy.Canary canary, String place) {
    Member stable = member(canary.stable(), place + "/stable").in("stable");
    if (percentile(canary.salt(), "key " + facts.keyId()) >= canary.percent()) {
      return stable
          .because("its key is not in the canary's " + canary.percent() + " %")
          .candidates();
    }
    Member risky = member(canary.to(), place + "/canary").in("canary");
    Optional<String> failing = failing(risky, canary.maxErrorPercent());
    if (failing.isPresent()) {
      return stable.because(failing.get()).candidates();
    }
    return Member.joined(
        List.of(
            risky.because("its key is in the canary's " + canary.percent() + " %"),
            stable.because("stable, stands in for the canary")));
  }

  /** Why the canary is rolled back: one of its models fails too often; nothing where none does. */
  private static Optional<String> failing(Member canary, long maxErrorPercent) {
    for (Candidate each : canary.candidates()) {
      if (each.health().isPresent()) {
        ModelHealth seen = each.health().get();
        double percent = seen.errorRate() * 100;
        if (seen.samples() >= CANARY_SAMPLES_MIN && percent > maxErrorPercent) {
          return Optional.of(
              "the canary is rolled back: '%s' failed %s %% of %d calls, more than %d %%"
                  .formatted(
                      each.model(), Figures.percent(percent), seen.samples(), maxErrorPercent));
        }
      }
    }
    return Optional.empty();
  }

  private static long percentile(String salt, String who) {
    return StableHash.within(salt + "\n" + who, 100);
  }
}
