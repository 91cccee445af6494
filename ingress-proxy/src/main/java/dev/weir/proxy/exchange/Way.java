package dev.weir.proxy.exchange;

import dev.weir.governance.routing.RetryRules;
import dev.weir.governance.routing.RouteOptions;
import dev.weir.proxy.targets.RetryBudget;

/**
 * How the models behind one name are asked.
 *
 * @param name as callers say it
 * @param asksForNeeds whether the choice depends on what a request needs
 * @param asksForTask whether it depends on what the user's words ask for
 */
record Way(
    String name,
    boolean asksForNeeds,
    boolean asksForTask,
    RouteOptions options,
    RetryRules retries,
    RetryBudget budget) {

  /** Of a name that stands for one model: it is asked once. */
  static final Way PLAIN =
      new Way(
          "",
          false,
          false,
          RouteOptions.NONE,
          RetryRules.DEFAULT,
          new RetryBudget(RetryRules.DEFAULT));
}
