package dev.weir.proxy.token;

import dev.weir.governance.identity.Principal;
import dev.weir.governance.policy.Team;
import dev.weir.governance.refusal.Refusal;

/** The answer to "for whom does this token speak?". */
public sealed interface TokenReading {

  record Proven(Principal caller, Team team) implements TokenReading {}

  record Refused(Refusal refusal) implements TokenReading {}
}
