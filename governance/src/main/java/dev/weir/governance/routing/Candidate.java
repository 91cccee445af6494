package dev.weir.governance.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model that a strategy would ask, and what has led to it so far. */
record Candidate(
    String model, Optional<ModelHealth> health, String reason, Optional<String> variant) {

  /** Whether it is rather not asked now. */
  boolean isLeftAlone() {
    return standing() != Standing.READY;
  }

  private Standing standing() {
    return health.isPresent() ? health.get().standing() : Standing.READY;
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
    if (!isLeftAlone()) {
      return new RouteStep(model, reason, variant);
    }
    String why =
        first ? "no other is left, though " + standing().why() : "last, since " + standing().why();
    return new RouteStep(model, because(why).reason, variant);
  }

  /** The same in the same order, those that are rather not asked after the others. */
  static List<Candidate> leftLast(List<Candidate> all) {
    List<Candidate> ordered = new ArrayList<>(all.size());
    for (Candidate each : all) {
      if (!each.isLeftAlone()) {
        ordered.add(each);
      }
    }
    if (ordered.size() == all.size()) {
      return all;
    }
    for (Candidate each : all) {
      if (each.isLeftAlone()) {
        ordered.add(each);
      }
    }
    return ordered;
  }
}
