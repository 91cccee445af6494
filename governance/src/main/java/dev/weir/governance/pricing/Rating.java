package dev.weir.governance.pricing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts prices on tokens. */
public record Rating(PriceBook book, Discounts discounts) {

  /** At list prices. */
  public Rating(PriceBook book) {
    this(book, Discounts.NONE);
  }

  /**
   * The price of a class, else that of the class it {@linkplain TokenType#pricedAs counts as}.
   *
   * @param currency of the price
   */
  private record Found(UnitPrice price, String currency) {}

  /**
   * One charge per token class that was used, in the order of {@link TokenType}, at the prices of
   * the time of use; more than one where a step of the price divides the class. What has no price
   * in its tier of service is unpriced: no other tier's price stands in.
   */
  public List<Charge> rate(Consumption use) {
    long prompt = 0;
    for (Map.Entry<TokenType, Long> used : use.tokens().byType().entrySet()) {
      prompt = Math.addExact(prompt, used.getKey().isOfPrompt() ? used.getValue() : 0);
    }
    Map<TokenType, Long> before = PromptOrder.before(use.tokens());
    List<Charge> charges = new ArrayList<>();
    for (Map.Entry<TokenType, Long> used : use.tokens().byType().entrySet()) {
      charge(use, used.getKey(), before.getOrDefault(used.getKey(), 0L), prompt, charges);
    }
    return List.copyOf(charges);
  }

  private void charge(
      Consumption use, TokenType type, long before, long prompt, List<Charge> charges) {
    long tokens = use.tokens().of(type);
    Optional<Found> found = find(use, type);
    if (found.isEmpty()) {
      charges.add(new Charge.Unpriced(type, tokens));
      return;
    }
    UnitPrice price = found.get().price();
    BigDecimal percent = discounts.percent(use, type);
    List<UnitPrice.Portion> portions =
        type.isOfPrompt()
            ? price.portions(tokens, before, prompt)
            : List.of(new UnitPrice.Portion(tokens, price.priceOf(prompt)));
    for (UnitPrice.Portion portion : portions) {
      Rate list = Rate.undiscounted(price.validFrom(), portion.perMillion());
      charges.add(
          new Charge.Priced(
              type,
              portion.tokens(),
              percent.signum() == 0 ? list : list.less(percent),
              found.get().currency()));
    }
  }

  private Optional<Found> find(Consumption use, TokenType type) {
    return book.find(new PriceKey(use.provider(), use.model(), type, use.tier()))
        .flatMap(schedule ->
            schedule.at(use.usedAt()).map(price -> new Found(price, schedule.currency())))
        .or(() -> type.pricedAs().flatMap(other -> find(use, other)));
  }
}
