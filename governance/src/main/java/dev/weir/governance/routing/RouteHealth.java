package dev.weir.governance.routing;

import java.util.Optional;

/** What is known of the models' health at the moment of a choice. */
@FunctionalInterface
public interface RouteHealth {

  /** Nothing is known of any model. */
  RouteHealth UNKNOWN = _ -> Optional.empty();

  /** The health of a model of the policy, by its name there; nothing where it is unknown. */
  Optional<ModelHealth> of(String model);
}
