package dev.weir.governance.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model that a strategy would ask, and what has led to it so far. */
record Candidate(
    String model, Optional<ModelHealth> health, String reason, Optional<String> variant) {

  boolean isOpen() {
    return health.isPresent() && health.get().breakerOpen();
  }

  /** Led to by a choice further out. */
  Candidate because(String outer) {
    return new Candidate(model, health, reason.isEmpty() ? outer : outer + "; " + reason, variant);
  }

  Candidate in(String outerVariant) {
    String name = variant.isEmpty() ? outerVariant : outerVariant + "/" + variant.get();
    return new Candidate(model, health, reason, Optional.of(name));
  }

  RouteStep step(boolean first) {
    if (!isOpen()) {
      return new RouteStep(model, reason, variant);
    }
    String why = first ? "every breaker is open" : "last, since its breaker is open";
    return new RouteStep(model, because(why).reason, variant);
  }

  /** The same in the same order, those whose breaker is open after the others. */
  static List<Candidate> openLast(List<Candidate> all) {
    List<Candidate> ordered = new ArrayList<>(all.size());
    for (Candidate each : all) {
      if (!each.isOpen()) {
        ordered.add(each);
      }
    }
    if (ordered.size() == all.size()) {
      return all;
    }
    for (Candidate each : all) {
      if (each.isOpen()) {
        ordered.add(each);
      }
    }
    return ordered;
  }
}
