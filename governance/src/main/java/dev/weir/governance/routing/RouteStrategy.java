package dev.weir.governance.routing;

import dev.weir.governance.task.TaskClassifier;
import dev.weir.governance.task.TaskKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a route chooses among models. Strategies nest. */
public sealed interface RouteStrategy {

  /** More members than anybody can have a reason for. */
  int MEMBERS_MAX = 32;

  /** One model of the policy. */
  record Fixed(String model) implements RouteStrategy {}

  /** The first; where it fails before it has begun to answer, the next. */
  record Failover(List<RouteStrategy> members) implements RouteStrategy {

    public Failover {
      members = List.copyOf(members);
      limited(members.size());
    }
  }

  /** One of them, each as often as its weight says; the others, heaviest first, stand in. */
  record Weighted(List<Weight> members) implements RouteStrategy {

    public Weighted {
      members = List.copyOf(members);
      limited(members.size());
      if (members.stream().mapToLong(Weight::weight).sum() == 0) {
        throw new IllegalArgumentException("at least one weight must be above 0");
      }
    }
  }

  /** A member and its weight, which counts against the sum of all; with 0 it is never asked. */
  record Weight(RouteStrategy to, long weight) {

    private static final long WEIGHT_MAX = 1_000_000;

    public Weight {
      if (weight < 0 || weight > WEIGHT_MAX) {
        throw new IllegalArgumentException("a weight is from 0 to " + WEIGHT_MAX + ": " + weight);
      }
    }
  }

  /** The one that would have answered soonest, as measured lately; the others stand in. */
  record LowestLatency(List<RouteStrategy> members) implements RouteStrategy {

    public LowestLatency {
      members = List.copyOf(members);
      limited(members.size());
    }
  }

  /** The one that costs least for the request; the others stand in, those without a price last. */
  record LowestCost(List<RouteStrategy> members) implements RouteStrategy {

    public LowestCost {
      members = List.copyOf(members);
      limited(members.size());
    }
  }

  /** The first that can take the request; the others that can stand in. */
  record FirstCapable(List<RouteStrategy> members) implements RouteStrategy {

    public FirstCapable {
      members = List.copyOf(members);
      limited(members.size());
    }
  }

  /**
   * The one for the kind of task that the user's words ask for, told by {@link TaskClassifier}; the
   * other one stands in, and is asked where the kind has none of its own or is not sure enough.
   */
  record ByTask(
      Map<TaskKind, RouteStrategy> kinds, RouteStrategy otherwise, long minConfidencePercent)
      implements RouteStrategy {

    public ByTask {
      kinds = Collections.unmodifiableMap(new EnumMap<>(kinds));
      limited(kinds.size());
      percentage("min-confidence-percent", minConfidencePercent);
    }
  }

  /**
   * An experiment: the same caller always gets the same variant, and no other stands in.
   *
   * @param salt tells experiments apart, so that not the same callers get the same part in each
   */
  record Split(By by, List<Variant> variants, String salt) implements RouteStrategy {

    public Split {
      variants = List.copyOf(variants);
      limited(variants.size());
      long sum = variants.stream().mapToLong(Variant::percent).sum();
      if (sum != 100) {
        throw new IllegalArgumentException("the variants' percents sum to " + sum + ", not 100");
      }
      Set<String> names = new HashSet<>();
      for (Variant variant : variants) {
        if (!names.add(variant.name())) {
          throw new IllegalArgumentException("two variants are called '" + variant.name() + "'");
        }
      }
    }
  }

  /** Who always gets the same variant. */
  enum By {
    /** The user that the key names, else the key. */
    USER,
    KEY,
    TEAM
  }

  /** A part of those who are told apart, and what answers them. */
  record Variant(String name, RouteStrategy to, long percent) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    public Variant {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "a variant's name has 1 to 63 of a-z 0-9 . _ - and starts with a letter or digit: '"
                + name
                + "'");
      }
      percentage("a percent", percent);
    }
  }

  /**
   * Something new for some keys, always the same ones, for as long as it does not fail too often;
   * for all others, and where it fails, what is known to be good.
   *
   * @param salt tells experiments apart, so that not the same keys get the new part in each
   */
  record Canary(
      RouteStrategy to, RouteStrategy stable, long percent, long maxErrorPercent, String salt)
      implements RouteStrategy {

    public Canary {
      percentage("a percent", percent);
      percentage("max-error-percent", maxErrorPercent);
    }
  }

  /** The strategies that this one is made of. */
  default List<RouteStrategy> parts() {
    return switch (this) {
      case Fixed _ -> List.of();
      case Failover(List<RouteStrategy> members) -> members;
      case LowestLatency(List<RouteStrategy> members) -> members;
      case LowestCost(List<RouteStrategy> members) -> members;
      case FirstCapable(List<RouteStrategy> members) -> members;
      case Weighted(List<Weight> members) -> members.stream().map(Weight::to).toList();
      case ByTask task ->
          Stream.concat(task.kinds().values().stream(), Stream.of(task.otherwise())).toList();
      case Split split -> split.variants().stream().map(Variant::to).toList();
      case Canary canary -> List.of(canary.to(), canary.stable());
    };
  }

  /** Whether the choice depends on what a request needs. */
  default boolean asksForNeeds() {
    return switch (this) {
      case Fixed _ -> false;
      case LowestLatency _, LowestCost _, FirstCapable _ -> true;
      case Failover _, Weighted _, Split _, Canary _, ByTask _ ->
          parts().stream().anyMatch(RouteStrategy::asksForNeeds);
    };
  }

  /** Whether a choice depends on what the user's words ask for. */
  default boolean asksForTask() {
    return this instanceof ByTask || parts().stream().anyMatch(RouteStrategy::asksForTask);
  }

  /** All models that it may lead to. */
  default Set<String> models() {
    Set<String> all = new LinkedHashSet<>();
    addModels(this, all);
    return all;
  }

  private static void addModels(RouteStrategy strategy, Set<String> all) {
    if (strategy instanceof Fixed(String model)) {
      all.add(model);
    }
    strategy.parts().forEach(part -> addModels(part, all));
  }

  private static void limited(int members) {
    if (members == 0 || members > MEMBERS_MAX) {
      throw new IllegalArgumentException("expected 1 to " + MEMBERS_MAX + " members: " + members);
    }
  }

  private static void percentage(String what, long percent) {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException(what + " is from 0 to 100: " + percent);
    }
  }
}
