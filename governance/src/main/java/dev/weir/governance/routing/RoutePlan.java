package dev.weir.governance.routing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which models to ask for one request.
 *
 * @param name as the caller names it
 * @param steps the first is asked; the others stand in, in their order. At least one, at most
 *     {@link RouteChooser#STEPS_MAX}, no model twice
 */
public record RoutePlan(String name, List<RouteStep> steps) {

  public RoutePlan {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.size() > RouteChooser.STEPS_MAX) {
      throw new IllegalArgumentException(
          "expected 1 to " + RouteChooser.STEPS_MAX + " steps: " + steps.size());
    }
    Set<String> models = new HashSet<>();
    for (RouteStep step : steps) {
      if (!models.add(step.model())) {
        throw new IllegalArgumentException("'" + step.model() + "' is asked twice");
      }
    }
  }
}
