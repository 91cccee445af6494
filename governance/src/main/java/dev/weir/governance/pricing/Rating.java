package dev.weir.governance.pricing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts prices on tokens. */
public record Rating(PriceBook book) {

  /**
   * One charge per token class that was used, in the order of {@link TokenType}, at the prices of
   * {@code usedAt}.
   */
  public List<Charge> rate(String provider, String model, TokenCounts tokens, Instant usedAt) {
    return tokens.byType().entrySet().stream()
        .map(used -> charge(new PriceKey(provider, model, used.getKey()), used.getValue(), usedAt))
        .toList();
  }

  private Charge charge(PriceKey key, long tokens, Instant usedAt) {
    Optional<PriceSchedule> schedule = book.find(key);
    Optional<UnitPrice> price = schedule.flatMap(prices -> prices.at(usedAt));
    if (schedule.isEmpty() || price.isEmpty()) {
      return new Charge.Unpriced(key.type(), tokens);
    }
    Money cost = price.get().of(tokens, schedule.get().currency());
    return new Charge.Priced(key.type(), tokens, price.get(), cost);
  }
}
