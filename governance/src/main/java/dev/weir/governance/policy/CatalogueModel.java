package dev.weir.governance.policy;

import dev.weir.governance.pricing.TokenType;
import dev.weir.governance.routing.ModelTraits;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is publicly known of one model of one vendor.
 *
 * @param also other names of the same model
 * @param source where size and abilities are from; empty for the vendor's source
 * @param prices over time
 */
public record CatalogueModel(
    String name, List<String> also, ModelTraits traits, String source, List<Prices> prices) {

  public CatalogueModel {
    also = List.copyOf(also);
    prices = List.copyOf(prices);
  }

  /** Prices per million tokens from a moment on. */
  public record Prices(Instant validFrom, String currency, Map<TokenType, BigDecimal> perMillion) {

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    public Prices {
      if (!CURRENCY.matcher(currency).matches()) {
        throw new IllegalArgumentException(
            "a currency has three capital letters (ISO 4217): '" + currency + "'");
      }
      perMillion = Collections.unmodifiableMap(new EnumMap<>(perMillion));
      if (perMillion.isEmpty()) {
        throw new IllegalArgumentException("a price of at least one token type is needed");
      }
    }

    /**
     * The price of a token type. Vendors charge reasoning as output, and what they keep or take of
     * a cache as input, where they say nothing else.
     */
    public Optional<BigDecimal> of(TokenType type) {
      BigDecimal stated = perMillion.get(type);
      if (stated != null) {
        return Optional.of(stated);
      }
      return switch (type) {
        case REASONING -> Optional.ofNullable(perMillion.get(TokenType.OUTPUT));
        case CACHE_READ, CACHE_WRITE -> Optional.ofNullable(perMillion.get(TokenType.INPUT));
        case INPUT, OUTPUT, AUDIO, IMAGE -> Optional.empty();
      };
    }
  }
}
