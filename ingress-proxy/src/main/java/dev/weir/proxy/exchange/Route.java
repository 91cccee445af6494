package dev.weir.proxy.exchange;

import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.policy.Provider.Timeouts;
import dev.weir.proxy.upstream.UpstreamTarget;

/**
 * Where an exchange goes.
 *
 * @param authorization the Authorization header for the provider; empty where it wants none
 */
record Route(ModelRoute model, UpstreamTarget target, String authorization, Timeouts timeouts) {

  String providerId() {
    return model.providerId();
  }

  /** Hides the credential. */
  @Override
  public String toString() {
    return "Route[" + model + ", " + target + "]";
  }
}
