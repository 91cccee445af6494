package dev.weir.governance.routing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a strategy and the facts of a request into the models to ask, in order. The same facts
 * always give the same steps: what looks like chance is a hash of the request's id.
 */
public final class RouteChooser {

  /** A caller does not wait for more than this. */
  public static final int STEPS_MAX = 4;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final RouteFacts facts;
  private final Map<String, RouteStep> steps = new LinkedHashMap<>();

  private RouteChooser(RouteFacts facts) {
    this.facts = facts;
  }

  /** At least one step and at most {@link #STEPS_MAX}, no model twice. */
  public static List<RouteStep> plan(RouteStrategy strategy, RouteFacts facts) {
    RouteChooser chooser = new RouteChooser(facts);
    chooser.add(strategy, "the only model", Optional.empty(), "");
    return chooser.steps.values().stream().limit(STEPS_MAX).toList();
  }

  /** {@code place} tells the choices of one plan apart, so that they do not go together. */
  private void add(RouteStrategy strategy, String reason, Optional<String> variant, String place) {
    switch (strategy) {
      case RouteStrategy.Fixed(String model) ->
          steps.putIfAbsent(model, new RouteStep(model, reason, variant));
      case RouteStrategy.Failover(List<RouteStrategy> members) -> {
        for (int i = 0; i < members.size(); i++) {
          String why = i == 0 ? first(reason) : "stands in, number " + i;
          add(members.get(i), why, variant, place + "/" + i);
        }
      }
      case RouteStrategy.Weighted(List<RouteStrategy.Weight> members) ->
          addWeighted(members, variant, place);
      case RouteStrategy.Split split -> addVariant(split, place);
    }
  }

  private static String first(String reason) {
    return reason.equals("the only model") ? "first of a failover" : reason;
  }

  private void addWeighted(
      List<RouteStrategy.Weight> members, Optional<String> variant, String place) {
    long sum = members.stream().mapToLong(RouteStrategy.Weight::weight).sum();
    long at = Long.remainderUnsigned(hash(facts.requestId() + place), sum);
    int chosen = 0;
    while (at >= members.get(chosen).weight()) {
      at -= members.get(chosen).weight();
      chosen++;
    }
    RouteStrategy.Weight first = members.get(chosen);
    add(
        first.to(),
        "chosen by weight, " + first.weight() + " of " + sum,
        variant,
        place + "/" + chosen);
    List<RouteStrategy.Weight> others = new ArrayList<>(members);
    others.remove(chosen);
    others.sort(Comparator.comparingLong(RouteStrategy.Weight::weight).reversed());
    for (RouteStrategy.Weight other : others) {
      // A weight of 0 takes a member out: it is not to be asked at all.
      if (other.weight() > 0) {
        add(
            other.to(),
            "stands in, weight " + other.weight(),
            variant,
            place + "/" + members.indexOf(other));
      }
    }
  }

  private void addVariant(RouteStrategy.Split split, String place) {
    String who =
        switch (split.by()) {
          case USER -> facts.user().orElse(facts.keyId());
          case KEY -> facts.keyId();
          case TEAM -> facts.team();
        };
    long at = Long.remainderUnsigned(hash(who + place), 100);
    for (RouteStrategy.Variant variant : split.variants()) {
      if (at < variant.percent()) {
        add(
            variant.to(),
            "variant '" + variant.name() + "', " + variant.percent() + " %",
            Optional.of(variant.name()),
            place + "/" + variant.name());
        return;
      }
      at -= variant.percent();
    }
  }

  /** FNV-1a, 64 bits, then the finalizer of MurmurHash3, since FNV's low bits are weak. */
  static long hash(String text) {
    long hash = FNV_OFFSET;
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
