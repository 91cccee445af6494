package dev.weir.governance.quota;

import dev.weir.governance.identity.TeamId;
import java.util.Optional;

/** Whose request it is and what it asks for: what limits look at. */
public record Subject(
    TeamId team,
    Optional<String> project,
    Optional<String> user,
    String keyId,
    String model,
    Optional<String> agentRun) {

  /** The value of a dimension; nothing where the request has none. */
  public Optional<String> value(Dimension dimension) {
    return switch (dimension) {
      case TEAM -> Optional.of(team.value());
      case PROJECT -> project;
      case USER -> user;
      case KEY -> Optional.of(keyId);
      case MODEL -> Optional.of(model);
      case AGENT_RUN -> agentRun;
    };
  }
}
