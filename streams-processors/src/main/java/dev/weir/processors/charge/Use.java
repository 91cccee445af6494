package dev.weir.processors.charge;

import dev.weir.governance.pricing.ServiceTier;
import dev.weir.governance.pricing.TokenCounts;
import dev.weir.governance.pricing.TokenType;
import dev.weir.schemas.event.RatedItem;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.Usage;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one attempt used, and all that its price depends on.
 *
 * @param route the model of the policy that it was sent to; empty where that is not known
 * @param servedModel as the provider named what answered
 * @param requestedModel as the caller named it
 * @param pricedModel the name that its price was found under before; empty where it had none yet
 */
record Use(
    String team,
    String provider,
    String route,
    String servedModel,
    String requestedModel,
    String pricedModel,
    ServiceTier tier,
    TokenCounts tokens,
    Instant usedAt) {

  /** What is answered from the cache costs nothing, whatever the record counts. */
  static Use of(Usage usage) {
    return new Use(
        usage.getTeam(),
        usage.getProvider(),
        usage.getRoute(),
        usage.getServedModel(),
        usage.getRequestedModel(),
        "",
        ServiceTier.of(usage.getServiceTier() == null ? "" : usage.getServiceTier()),
        usage.getCacheHit() ? TokenCounts.NONE : tokens(usage),
        usage.getEndedAt());
  }

  /** The same use from its rated record. Records of earlier releases have one name of a model. */
  static Use of(RatedUsage rated) {
    Map<TokenType, Long> tokens = new EnumMap<>(TokenType.class);
    for (RatedItem item : rated.getItems()) {
      TokenType.of(item.getTokenType())
          .ifPresent(type -> tokens.merge(type, item.getTokens(), Math::addExact));
    }
    return new Use(
        rated.getTeam(),
        rated.getProvider(),
        rated.getRoute(),
        rated.getServedModel().isEmpty() ? rated.getModel() : rated.getServedModel(),
        rated.getRequestedModel().isEmpty() ? rated.getModel() : rated.getRequestedModel(),
        hasPrice(rated) ? rated.getModel() : "",
        ServiceTier.of(rated.getServiceTier()),
        new TokenCounts(tokens),
        rated.getUsedAt());
  }

  private static boolean hasPrice(RatedUsage rated) {
    return rated.getItems().stream().anyMatch(item -> item.getPricePerMillion() != null);
  }

  /** The same of a model that is called {@code name} and nothing else. */
  Use ofModel(String name) {
    return new Use(team, provider, "", name, name, "", tier, tokens, usedAt);
  }

  /** Classes with a price of their own are parts of others in the record, and none here. */
  private static TokenCounts tokens(Usage usage) {
    Map<TokenType, Long> tokens = new EnumMap<>(TokenType.class);
    tokens.put(TokenType.INPUT, usage.getInputTokens());
    tokens.put(TokenType.OUTPUT, usage.getOutputTokens());
    tokens.put(TokenType.REASONING, usage.getReasoningTokens());
    split(
        tokens,
        TokenType.CACHE_READ,
        usage.getCacheReadTokens(),
        TokenType.CACHE_READ_AUDIO,
        usage.getCacheReadAudioTokens());
    split(
        tokens,
        TokenType.CACHE_WRITE,
        usage.getCacheWriteTokens(),
        TokenType.CACHE_WRITE_HOUR,
        usage.getCacheWriteHourTokens());
    split(
        tokens,
        TokenType.AUDIO,
        usage.getAudioTokens(),
        TokenType.AUDIO_OUTPUT,
        usage.getAudioOutputTokens());
    split(
        tokens,
        TokenType.IMAGE,
        usage.getImageTokens(),
        TokenType.IMAGE_OUTPUT,
        usage.getImageOutputTokens());
    return new TokenCounts(tokens);
  }

  private static void split(
      Map<TokenType, Long> tokens, TokenType whole, long all, TokenType part, long some) {
    long ofPart = Math.clamp(some, 0, Math.max(0, all));
    tokens.put(whole, all - ofPart);
    tokens.put(part, ofPart);
  }
}
