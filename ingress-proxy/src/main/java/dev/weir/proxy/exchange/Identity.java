package dev.weir.proxy.exchange;

import dev.weir.governance.identity.Principal;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.policy.Team;
import dev.weir.governance.refusal.Refusal;
import java.util.List;

/** The answer to "who calls?". */
sealed interface Identity {

  /**
   * Proven by a credential.
   *
   * @param models what the credential is limited to; empty for all that the team may use
   */
  record Known(Principal caller, Team team, List<String> models, PolicySnapshot policy)
      implements Identity {

    boolean mayUse(String model) {
      return team.mayUse(model) && (models.isEmpty() || models.contains(model));
    }
  }

  /** Nobody that Weir knows, or nobody yet; {@code refusal} tells nothing that others hold. */
  record Refused(Refusal refusal) implements Identity {}
}
