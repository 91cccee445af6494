package dev.weir.processors.charge;

import dev.weir.governance.pricing.Charge;
import dev.weir.governance.pricing.Consumption;
import dev.weir.governance.pricing.PriceBook;
import dev.weir.governance.pricing.Rate;
import dev.weir.governance.pricing.Rating;
import dev.weir.processors.view.GoverningPolicy;
import dev.weir.schemas.event.RatedItem;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.Usage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** From a usage record to a rated one, at the prices and discounts of the time of use. */
final class Rater {

  /** ISO 4217 for "no currency": nothing of the usage has a price. */
  static final String NO_CURRENCY = "XXX";

  /** The one name of all models that callers made up. */
  static final String UNKNOWN_MODEL = "unknown";

  private final PriceBook prices;

  Rater(PriceBook prices) {
    this.prices = prices;
  }

  /**
   * What a use costs.
   *
   * @param model the name that its price was found under
   * @param currency of everything that has a price
   */
  record Priced(String model, String currency, List<RatedItem> items) {

    private static Priced of(String model, List<Charge> charges) {
      String currency =
          charges.stream()
              .filter(Charge.Priced.class::isInstance)
              .map(charge -> ((Charge.Priced) charge).currency())
              .findFirst()
              .orElse(NO_CURRENCY);
      return new Priced(
          model, currency, charges.stream().map(charge -> item(charge, currency)).toList());
    }
  }

  RatedUsage rate(Usage usage, GoverningPolicy policy) {
    Use told = Use.of(usage);
    Use use = isMadeUp(told, policy) ? told.ofModel(UNKNOWN_MODEL) : told;
    Priced priced = price(use, policy);
    return RatedUsage.newBuilder()
        .setEventId(usage.getEventId())
        .setRequestId(usage.getRequestId())
        .setOrganisation(usage.getOrganisation())
        .setTeam(usage.getTeam())
        .setProject(usage.getProject())
        .setKeyId(usage.getKeyId())
        .setProvider(usage.getProvider())
        .setModel(priced.model())
        .setUsageSource(usage.getUsageSource())
        .setCurrency(priced.currency())
        .setItems(priced.items())
        .setUsedAt(usage.getEndedAt())
        .setAttempt(usage.getAttempt())
        .setRequestedModel(use.requestedModel())
        .setServedModel(use.servedModel())
        .setServiceTier(use.tier().name())
        .setCacheHit(usage.getCacheHit())
        .setOutcome(usage.getOutcome())
        .setRoute(use.route())
        .build();
  }

  /**
   * Whether the name of the model is the caller's own invention: else callers could fill the books
   * with such. Where a provider is known, a policy knew the name, and it stays though the policy of
   * now may not.
   */
  private static boolean isMadeUp(Use use, GoverningPolicy policy) {
    String name = use.requestedModel();
    return use.provider().isEmpty() && !name.isEmpty() && !policy.hasName(name);
  }

  /**
   * By the first of these names that has a price: the model that answered, the name that its price
   * was found under before, the name at the provider of the model that the request was sent to, the
   * same of the name that was asked for, and that name itself. Providers answer with dated names
   * ({@code x-2026-01-01} for {@code x}), what was asked for may be a route, which has no price,
   * and the policy may send it elsewhere since.
   */
  Priced price(Use use, GoverningPolicy policy) {
    var rating = new Rating(prices, policy.discounts());
    for (String model : names(use, policy)) {
      List<Charge> charges = rating.rate(consumption(use, model));
      if (charges.stream().anyMatch(Charge.Priced.class::isInstance)) {
        return Priced.of(model, charges);
      }
    }
    return Priced.of(use.servedModel(), rating.rate(consumption(use, use.servedModel())));
  }

  private static Set<String> names(Use use, GoverningPolicy policy) {
    Set<String> names = new LinkedHashSet<>(List.of(use.servedModel()));
    if (!use.pricedModel().isEmpty()) {
      names.add(use.pricedModel());
    }
    policy.route(use.route()).ifPresent(route -> names.add(route.upstreamModel()));
    policy.route(use.requestedModel()).ifPresent(route -> names.add(route.upstreamModel()));
    names.add(use.requestedModel());
    return names;
  }

  private static Consumption consumption(Use use, String model) {
    return new Consumption(
        use.team(), use.provider(), model, use.tier(), use.tokens(), use.usedAt());
  }

  /** A record has one currency: a price in another is as good as none. */
  private static RatedItem item(Charge charge, String currency) {
    RatedItem.Builder item =
        RatedItem.newBuilder().setTokenType(charge.type().text()).setTokens(charge.tokens());
    if (charge instanceof Charge.Priced priced && priced.currency().equals(currency)) {
      Rate rate = priced.rate();
      if (rate.contractedPerMillion().compareTo(rate.listPerMillion()) != 0) {
        item.setContractedPricePerMillion(rate.contractedPerMillion());
      }
      item.setPricePerMillion(rate.listPerMillion())
          .setPriceValidFrom(rate.validFrom())
          .setCost(priced.cost().amount());
    }
    return item.build();
  }
}
