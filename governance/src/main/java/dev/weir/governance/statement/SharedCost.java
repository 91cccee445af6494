package dev.weir.governance.statement;

import dev.weir.governance.identity.TeamId;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A rule of the policy: what {@code from} (or one project of it) costs is borne by others.
 *
 * @param shares what each team bears, as a weight; only for {@link SplitBasis#FIXED} does the
 *     number mean anything, and there it is from 1. The team whose costs are split may be among
 *     them: that part stays with it.
 */
public record SharedCost(
    String id, TeamId from, Optional<String> project, SplitBasis by, Map<String, Long> shares) {

  /** More teams than that are better served by a price of their own. */
  public static final int TEAMS_MAX = 1_000;

  public SharedCost {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a shared cost needs an id");
    }
    if (shares.isEmpty() || shares.size() > TEAMS_MAX) {
      throw new IllegalArgumentException(
          "a cost is shared among 1 to " + TEAMS_MAX + " teams, not " + shares.size());
    }
    shares.forEach((team, share) -> {
      if (share < 1) {
        throw new IllegalArgumentException("the share of " + team + " is from 1: " + share);
      }
    });
    shares = Collections.unmodifiableMap(new TreeMap<>(shares));
  }

  /** Whether the two would both give away the same cost. */
  public boolean overlaps(SharedCost other) {
    return from.equals(other.from)
        && (project.isEmpty() || other.project.isEmpty() || project.equals(other.project));
  }

  /** Whether the team gives or bears a part. */
  public boolean concerns(String team) {
    return from.value().equals(team) || shares.containsKey(team);
  }
}
