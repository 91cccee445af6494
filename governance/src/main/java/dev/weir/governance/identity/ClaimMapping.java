package dev.weir.governance.identity;

import java.util.Optional;
import java.util.Set;

/**
 * Which claims say for whom a token speaks.
 *
 * @param teams those that the issuer may speak for; a token that names another is refused
 */
public record ClaimMapping(ClaimRule team, ClaimRule project, ClaimRule user, Set<TeamId> teams) {

  public ClaimMapping {
    teams = Set.copyOf(teams);
    if (team.claim().isEmpty() && team.otherwise().isEmpty()) {
      throw new IllegalArgumentException(
          "a token's team must come from somewhere: state claims.team or defaults.team");
    }
    Optional<String> usual = team.otherwise();
    if (usual.isPresent() && !teams.contains(new TeamId(usual.get()))) {
      throw new IllegalArgumentException(
          "the default team '" + usual.get() + "' is not one that this issuer may speak for");
    }
  }
}
