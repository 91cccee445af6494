package dev.weir.governance.pricing;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

/**
 * All negotiated discounts. One of them holds at a time and none adds to another: that of the
 * narrowest scope, where a team is narrower than a model, a model than a token type and a token
 * type than a provider; of the same scope the newest.
 */
public record Discounts(List<Discount> all) {

  private static final Comparator<Discount> NARROWEST =
      Comparator.<Discount>comparingInt(it -> it.scope().rank())
          .thenComparing(Discount::validFrom)
          .reversed();

  public static final Discounts NONE = new Discounts(List.of());

  public Discounts {
    all = all.stream().sorted(NARROWEST).toList();
  }

  /** The percent off the list price that holds for these tokens; 0 for none. */
  BigDecimal percent(Consumption use, TokenType type) {
    for (Discount discount : all) {
      if (!discount.validFrom().isAfter(use.usedAt()) && discount.scope().covers(use, type)) {
        return discount.percent();
      }
    }
    return BigDecimal.ZERO;
  }
}
