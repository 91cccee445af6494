package dev.weir.governance.policy;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.quota.Limit;
import java.util.List;
import java.util.Set;

/**
 * What one team may do.
 *
 * @param models the models that it may use; empty for all
 */
public record Team(TeamId id, RecordingMode recording, Set<String> models, List<Limit> limits) {

  public Team {
    models = Set.copyOf(models);
    limits = List.copyOf(limits);
  }

  public boolean mayUse(String model) {
    return models.isEmpty() || models.contains(model);
  }
}
