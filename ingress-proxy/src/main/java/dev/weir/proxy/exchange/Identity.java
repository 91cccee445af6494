package dev.weir.proxy.exchange;

import dev.weir.governance.identity.Principal;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.policy.Team;

/** The answer to "who calls?". */
sealed interface Identity {

  record Known(Principal caller, Team team, PolicySnapshot policy) implements Identity {}

  /** {@code reason} is for the caller and tells nothing about keys that it does not hold. */
  record Unknown(String reason) implements Identity {}

  /** No policy is known yet. */
  record NotReady() implements Identity {}
}
