package dev.weir.governance.policy;

import dev.weir.governance.routing.ModelTraits;
import java.util.OptionalLong;

/**
 * A model name that callers use, what answers it, and what is stated of that.
 *
 * @param maxConcurrent calls that one proxy makes to it at once; empty for no limit of its own
 */
public record ModelRoute(
    String name,
    String providerId,
    String upstreamModel,
    ModelTraits traits,
    OptionalLong maxConcurrent) {

  /** Nothing is stated. */
  public ModelRoute(String name, String providerId, String upstreamModel) {
    this(name, providerId, upstreamModel, ModelTraits.UNSTATED, OptionalLong.empty());
  }
}
