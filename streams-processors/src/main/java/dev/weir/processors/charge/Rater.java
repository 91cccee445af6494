package dev.weir.processors.charge;

import dev.weir.governance.pricing.Charge;
import dev.weir.governance.pricing.PriceBook;
import dev.weir.governance.pricing.Rating;
import dev.weir.governance.pricing.TokenCounts;
import dev.weir.governance.pricing.TokenType;
import dev.weir.schemas.event.RatedItem;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.Usage;
import java.util.List;
import java.util.Map;

/** From a usage record to a rated one. */
final class Rater {

  /** ISO 4217 for "no currency": nothing of the usage has a price. */
  static final String NO_CURRENCY = "XXX";

  private final Rating rating;

  Rater(PriceBook prices) {
    this.rating = new Rating(prices);
  }

  /**
   * Rates by the model that answered and, where no price is listed under its name, by the model that
   * was asked for: providers answer with dated names ({@code x-2026-01-01} for {@code x}).
   */
  RatedUsage rate(Usage usage) {
    List<Charge> charges = charges(usage, usage.getServedModel());
    String model = usage.getServedModel();
    if (charges.stream().noneMatch(charge -> charge instanceof Charge.Priced)
        && !usage.getRequestedModel().equals(model)) {
      List<Charge> asked = charges(usage, usage.getRequestedModel());
      if (asked.stream().anyMatch(charge -> charge instanceof Charge.Priced)) {
        charges = asked;
        model = usage.getRequestedModel();
      }
    }
    return rated(usage, model, charges);
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
