package dev.weir.governance.policy;

import dev.weir.governance.identity.TeamId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that governs, as one immutable value: a reload is a new one. */
public record Policy(
    String organisation,
    Map<String, Provider> providers,
    Map<String, ModelRoute> models,
    Map<TeamId, Team> teams,
    List<PriceEntry> prices) {

  public Policy {
    providers = Map.copyOf(providers);
    models = Map.copyOf(models);
    teams = Map.copyOf(teams);
    prices = List.copyOf(prices);
  }

  public Optional<Team> team(TeamId id) {
    return Optional.ofNullable(teams.get(id));
  }

  public Optional<ModelRoute> model(String name) {
    return Optional.ofNullable(models.get(name));
  }
}
