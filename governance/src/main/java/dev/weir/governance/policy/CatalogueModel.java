package dev.weir.governance.policy;

import dev.weir.governance.pricing.PriceStep;
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

  /** Prices per million tokens of requests whose prompt has more than so many tokens. */
  public record Above(long inputTokens, Map<TokenType, BigDecimal> perMillion) {

    public Above {
      perMillion = Collections.unmodifiableMap(new EnumMap<>(perMillion));
      if (perMillion.isEmpty()) {
        throw new IllegalArgumentException("a price of at least one token type is needed");
      }
    }
  }

  /**
   * Prices per million tokens from a moment on.
   *
   * @param above other prices of long requests, each for the whole request
   */
  public record Prices(
      Instant validFrom,
      String currency,
      Map<TokenType, BigDecimal> perMillion,
      List<Above> above) {

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    public Prices {
      if (!CURRENCY.matcher(currency).matches()) {
        throw new IllegalArgumentException(
            "a currency has three capital letters (ISO 4217): '" + currency + "'");
      }
      perMillion = Collections.unmodifiableMap(new EnumMap<>(perMillion));
      above = List.copyOf(above);
      if (perMillion.isEmpty()) {
        throw new IllegalArgumentException("a price of at least one token type is needed");
      }
      if (above.stream().mapToLong(Above::inputTokens).distinct().count() < above.size()) {
        throw new IllegalArgumentException("two prices above the same number of input-tokens");
      }
    }

    /** The price of a token type in a short request. */
    public Optional<BigDecimal> of(TokenType type) {
      return Optional.ofNullable(perMillion.get(chargedAs(type)));
    }

    /** Its prices in long ones. */
    List<PriceStep> steps(TokenType type) {
      TokenType charged = chargedAs(type);
      return above.stream()
          .filter(it -> it.perMillion().containsKey(charged))
          .map(it ->
              new PriceStep(
                  it.inputTokens(), it.perMillion().get(charged), PriceStep.Scope.REQUEST))
          .toList();
    }

    /**
     * The class whose price a class has. Vendors charge reasoning, speech and pictures as output
     * and what they hear, see, keep or take of a cache as input where they say nothing else. Who
     * states what it costs to keep something says nothing of an hour, unless that is stated, too.
     */
    private TokenType chargedAs(TokenType type) {
      if (perMillion.containsKey(type)) {
        return type;
      }
      return switch (type) {
        case REASONING, AUDIO_OUTPUT, IMAGE_OUTPUT -> TokenType.OUTPUT;
        case CACHE_READ, CACHE_WRITE, AUDIO, IMAGE -> TokenType.INPUT;
        case CACHE_READ_AUDIO -> chargedAs(TokenType.CACHE_READ);
        case CACHE_WRITE_HOUR ->
            perMillion.containsKey(TokenType.CACHE_WRITE) ? type : TokenType.INPUT;
        case INPUT, OUTPUT -> type;
      };
    }
  }
}
