package dev.weir.governance.pricing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The prices of one {@link PriceKey} over time, in one currency. */
public record PriceSchedule(String currency, List<UnitPrice> prices) {

  public PriceSchedule {
    prices = prices.stream().sorted(Comparator.comparing(UnitPrice::validFrom)).toList();
    for (int i = 1; i < prices.size(); i++) {
      if (prices.get(i).validFrom().equals(prices.get(i - 1).validFrom())) {
        throw new IllegalArgumentException("two prices from " + prices.get(i).validFrom());
      }
    }
  }

  /** The price in force at {@code time}, or nothing before the first one. */
  public Optional<UnitPrice> at(Instant time) {
    return prices.reversed().stream().filter(price -> !price.validFrom().isAfter(time)).findFirst();
  }
}
