package dev.weir.governance.policy;

import dev.weir.governance.burn.BudgetAlerts;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.identity.TokenIssuer;
import dev.weir.governance.pricing.Discounts;
import dev.weir.governance.pricing.PriceBook;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.routing.ModelTraits;
import dev.weir.governance.routing.RouteChooser;
import dev.weir.governance.routing.RouteOptions;
import dev.weir.governance.routing.RouteStrategy;
import dev.weir.governance.routing.RouteTarget;
import dev.weir.governance.routing.RoutingRules;
import dev.weir.governance.statement.SharedCost;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that governs, as one immutable value: a reload is a new one.
 *
 * @param passthrough the provider whose own API is served under each prefix
 * @param issuers whose tokens count, by what these say in {@code iss}
 * @param routeOptions of the routes that have any
 * @param limits the organisation's
 * @param routing how routes treat models that fail
 * @param alerts what is told of budgets
 * @param discounts what teams pay less than the prices say
 * @param sharedCosts whose costs others bear in statements
 */
public record Policy(
    String organisation,
    Map<String, Provider> providers,
    Map<String, ModelRoute> models,
    Map<String, RouteStrategy> routes,
    Map<String, RouteOptions> routeOptions,
    RoutingRules routing,
    Map<TeamId, Team> teams,
    List<PriceEntry> prices,
    Discounts discounts,
    Map<NativeApi, String> passthrough,
    Map<String, TokenIssuer> issuers,
    BudgetAlerts alerts,
    List<SharedCost> sharedCosts,
    List<Limit> limits) {

  public Policy {
    providers = Map.copyOf(providers);
    models = Map.copyOf(models);
    routes = Map.copyOf(routes);
    routeOptions = Map.copyOf(routeOptions);
    teams = Map.copyOf(teams);
    prices = List.copyOf(prices);
    passthrough = Map.copyOf(passthrough);
    issuers = Map.copyOf(issuers);
    limits = List.copyOf(limits);
    sharedCosts = List.copyOf(sharedCosts);
  }

  /** The same policy with other models and prices. */
  Policy with(Map<String, ModelRoute> otherModels, List<PriceEntry> otherPrices) {
    return new Policy(
        organisation,
        providers,
        otherModels,
        routes,
        routeOptions,
        routing,
        teams,
        otherPrices,
        discounts,
        passthrough,
        issuers,
        alerts,
        sharedCosts,
        limits);
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

  /** Whether callers may say this name: a model's or a route's. */
  public boolean hasName(String name) {
    return models.containsKey(name) || routes.containsKey(name);
  }

  public Optional<ModelRoute> model(String name) {
    return Optional.ofNullable(models.get(name));
  }

  /** What is stated of a name that callers use: for a route, what all of its models share. */
  public ModelTraits traits(String name) {
    return ModelTraits.ofAll(
        route(name).stream()
            .flatMap(Policy::modelsOf)
            .flatMap(it -> model(it).stream())
            .map(ModelRoute::traits)
            .toList());
  }

  private static Stream<String> modelsOf(RouteStrategy strategy) {
    return strategy instanceof RouteStrategy.Fixed(String model)
        ? Stream.of(model)
        : strategy.parts().stream().flatMap(Policy::modelsOf);
  }

  /** All that callers may name, in the order of the alphabet: models and routes. */
  public List<String> names() {
    return Stream.concat(models.keySet().stream(), routes.keySet().stream()).sorted().toList();
  }

  /** Chooses by this policy. Made with some work, so keep it as long as the policy. */
  public RouteChooser chooser() {
    return new RouteChooser(
        this::route,
        name ->
            model(name)
                .map(it -> new RouteTarget(it.providerId(), it.upstreamModel(), it.traits())),
        priceBook());
  }

  /** The prices as a book. Made with some work, so keep it as long as the policy. */
  public PriceBook priceBook() {
    return PriceList.of(prices);
  }
}
