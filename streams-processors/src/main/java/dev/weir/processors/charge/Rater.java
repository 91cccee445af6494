package dev.weir.processors.charge;

import dev.weir.governance.pricing.Charge;
import dev.weir.governance.pricing.PriceBook;
import dev.weir.governance.pricing.Rating;
import dev.weir.governance.pricing.TokenCounts;
import dev.weir.governance.pricing.TokenType;
import dev.weir.processors.view.PolicySource;
import dev.weir.schemas.event.RatedItem;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.Usage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From a usage record to a rated one. */
final class Rater {

  /** ISO 4217 for "no currency": nothing of the usage has a price. */
  static final String NO_CURRENCY = "XXX";

  private final Rating rating;
  private final PolicySource policies;

  Rater(PriceBook prices, PolicySource policies) {
    this.rating = new Rating(prices);
    this.policies = policies;
  }

  /**
   * Rates by the first of these names that has a price: the model that answered, the model that the
   * policy sends the request to, the model that was asked for. Providers answer with dated names
   * ({@code x-2026-01-01} for {@code x}).
   */
  RatedUsage rate(Usage usage) {
    for (String model : names(usage)) {
      List<Charge> charges = charges(usage, model);
      if (charges.stream().anyMatch(Charge.Priced.class::isInstance)) {
        return rated(usage, model, charges);
      }
    }
    return rated(usage, usage.getServedModel(), charges(usage, usage.getServedModel()));
  }

  private Set<String> names(Usage usage) {
    Set<String> names = new LinkedHashSet<>(List.of(usage.getServedModel()));
    policies
        .atLeast(usage.getPolicyVersion())
        .route(usage.getRequestedModel())
        .ifPresent(route -> names.add(route.upstreamModel()));
    names.add(usage.getRequestedModel());
    return names;
  }

  private List<Charge> charges(Usage usage, String model) {
    return rating.rate(usage.getProvider(), model, tokens(usage), usage.getEndedAt());
  }

  private static TokenCounts tokens(Usage usage) {
    return new TokenCounts(
        Map.of(
            TokenType.INPUT, usage.getInputTokens(),
            TokenType.CACHE_READ, usage.getCacheReadTokens(),
            TokenType.CACHE_WRITE, usage.getCacheWriteTokens(),
            TokenType.OUTPUT, usage.getOutputTokens(),
            TokenType.REASONING, usage.getReasoningTokens(),
            TokenType.AUDIO, usage.getAudioTokens(),
            TokenType.IMAGE, usage.getImageTokens()));
  }

  private static RatedUsage rated(Usage usage, String model, List<Charge> charges) {
    String currency =
        charges.stream()
            .filter(Charge.Priced.class::isInstance)
            .map(charge -> ((Charge.Priced) charge).cost().currency())
            .findFirst()
            .orElse(NO_CURRENCY);
    return RatedUsage.newBuilder()
        .setEventId(usage.getEventId())
        .setRequestId(usage.getRequestId())
        .setOrganisation(usage.getOrganisation())
        .setTeam(usage.getTeam())
        .setProject(usage.getProject())
        .setKeyId(usage.getKeyId())
        .setProvider(usage.getProvider())
        .setModel(model)
        .setUsageSource(usage.getUsageSource())
        .setCurrency(currency)
        .setItems(charges.stream().map(charge -> item(charge, currency)).toList())
        .setUsedAt(usage.getEndedAt())
        .build();
  }

  /** A record has one currency: a price in another is as good as none. */
  private static RatedItem item(Charge charge, String currency) {
    RatedItem.Builder item =
        RatedItem.newBuilder().setTokenType(charge.type().text()).setTokens(charge.tokens());
    if (charge instanceof Charge.Priced priced && priced.cost().currency().equals(currency)) {
      item.setPricePerMillion(priced.price().perMillion()).setCost(priced.cost().amount());
    }
    return item.build();
  }
}
