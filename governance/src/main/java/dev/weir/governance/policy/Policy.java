package dev.weir.governance.policy;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.routing.RouteStrategy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that governs, as one immutable value: a reload is a new one. */
public record Policy(
    String organisation,
    Map<String, Provider> providers,
    Map<String, ModelRoute> models,
    Map<String, RouteStrategy> routes,
    Map<TeamId, Team> teams,
    List<PriceEntry> prices) {

  public Policy {
    providers = Map.copyOf(providers);
    models = Map.copyOf(models);
    routes = Map.copyOf(routes);
    teams = Map.copyOf(teams);
    prices = List.copyOf(prices);
  }

  public Optional<Team> team(TeamId id) {
    return Optional.ofNullable(teams.get(id));
  }

  /** What answers a name that a caller uses: a route, or one model. */
  public Optional<RouteStrategy> route(String name) {
    RouteStrategy route = routes.get(name);
    if (route != null) {
      return Optional.of(route);
    }
    return model(name).map(it -> new RouteStrategy.Fixed(it.name()));
  }

  public Optional<ModelRoute> model(String name) {
    return Optional.ofNullable(models.get(name));
  }
}
