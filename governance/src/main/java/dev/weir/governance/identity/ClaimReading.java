package dev.weir.governance.identity;

import java.time.Instant;
import java.util.Optional;

/** For whom a token speaks whose signature holds. */
public sealed interface ClaimReading {

  /** {@code until}: from then on the token proves nobody. */
  record Speaks(TeamId team, Optional<String> project, Optional<String> user, Instant until)
      implements ClaimReading {}

  record Faulty(CredentialFault fault) implements ClaimReading {}

  /** A good token of somebody who has no business here; {@code why} is for that somebody. */
  record Forbidden(String why) implements ClaimReading {}
}
