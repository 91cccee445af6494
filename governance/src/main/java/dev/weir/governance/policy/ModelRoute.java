package dev.weir.governance.policy;

import dev.weir.governance.routing.ModelTraits;

/** A model name that callers use, what answers it, and what is stated of that. */
public record ModelRoute(String name, String providerId, String upstreamModel, ModelTraits traits) {

  /** Nothing is stated. */
  public ModelRoute(String name, String providerId, String upstreamModel) {
    this(name, providerId, upstreamModel, ModelTraits.UNSTATED);
  }
}
