package dev.weir.governance.routing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

  /** A member and its weight, which counts against the sum of all. */
  record Weight(RouteStrategy to, long weight) {

    private static final long WEIGHT_MAX = 1_000_000;

    public Weight {
      if (weight < 0 || weight > WEIGHT_MAX) {
        throw new IllegalArgumentException("a weight is from 0 to " + WEIGHT_MAX + ": " + weight);
      }
    }
  }

  /** An experiment: the same caller always gets the same variant, and no other stands in. */
  record Split(By by, List<Variant> variants) implements RouteStrategy {

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

    public Variant {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a variant needs a name");
      }
      if (percent < 0 || percent > 100) {
        throw new IllegalArgumentException("a percent is from 0 to 100: " + percent);
      }
    }
  }

  private static void limited(int members) {
    if (members == 0 || members > MEMBERS_MAX) {
      throw new IllegalArgumentException("expected 1 to " + MEMBERS_MAX + " members: " + members);
    }
  }
}
