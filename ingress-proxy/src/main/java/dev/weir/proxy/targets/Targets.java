package dev.weir.proxy.targets;

import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.routing.RouteHealth;
import dev.weir.governance.routing.RouteStrategy;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The models of the policy in force that routes lead to or that have a limit. All others are {@link
 * Target#UNWATCHED}: they cost nothing.
 */
public final class Targets {

  private final Consumer<Target> whenNew;
  private final OtherProxies others;
  private volatile Known known = new Known(-1, Map.of());

  private record Known(long version, Map<String, Target> byName) {}

  /** {@code whenNew} is told of each target once, on the thread of a request. */
  public Targets(OtherProxies others, Consumer<Target> whenNew) {
    this.others = others;
    this.whenNew = whenNew;
  }

  /** The target of a model of that policy, or of the one that has followed it meanwhile. */
  public Target target(PolicySnapshot policy, String model) {
    return known(policy).byName.getOrDefault(model, Target.UNWATCHED);
  }

  /** What is known of the models of that policy. */
  public RouteHealth health(PolicySnapshot policy, Instant now) {
    Map<String, Target> byName = known(policy).byName;
    return model -> Optional.ofNullable(byName.get(model)).map(target -> target.at(now));
  }

  Collection<Target> all() {
    return known.byName.values();
  }

  private Known known(PolicySnapshot policy) {
    Known now = known;
    return policy.version() <= now.version ? now : follow(policy);
  }

  private synchronized Known follow(PolicySnapshot policy) {
    Known before = known;
    if (policy.version() <= before.version) {
      return before;
    }
    Map<String, Target> byName = new HashMap<>();
    for (String name : watched(policy.policy())) {
      policy
          .policy()
          .model(name)
          .ifPresent(model -> byName.put(name, target(before, model, policy.policy())));
    }
    for (Target each : byName.values()) {
      each.peers(peers(each, policy.policy(), byName));
    }
    Known next = new Known(policy.version(), Map.copyOf(byName));
    known = next;
    return next;
  }

  private static Set<String> watched(Policy policy) {
    Set<String> names = new HashSet<>();
    policy.routes().values().forEach(route -> names.addAll(route.models()));
    policy.models().values().stream()
        .filter(model -> model.maxConcurrent().isPresent())
        .forEach(model -> names.add(model.name()));
    return names;
  }

  private Target target(Known before, ModelRoute model, Policy policy) {
    Target known = before.byName.get(model.name());
    if (known != null && known.isSame(model)) {
      known.govern(model, policy.routing());
      return known;
    }
    Target target = new Target(model, policy.routing(), others::of);
    whenNew.accept(target);
    return target;
  }

  private static List<Target> peers(Target target, Policy policy, Map<String, Target> byName) {
    Set<String> names = new HashSet<>();
    for (RouteStrategy route : policy.routes().values()) {
      Set<String> models = route.models();
      if (models.contains(target.name())) {
        names.addAll(models);
      }
    }
    names.remove(target.name());
    return names.stream().flatMap(name -> Optional.ofNullable(byName.get(name)).stream()).toList();
  }
}
