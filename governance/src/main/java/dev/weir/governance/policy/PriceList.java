package dev.weir.governance.policy;

import dev.weir.governance.pricing.PriceBook;
import dev.weir.governance.pricing.PriceKey;
import dev.weir.governance.pricing.PriceSchedule;
import dev.weir.governance.pricing.TokenType;
import dev.weir.governance.pricing.UnitPrice;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The prices that a policy states, as a book that is looked up fast. */
record PriceList(Map<PriceKey, PriceSchedule> schedules) implements PriceBook {

  PriceList {
    schedules = Map.copyOf(schedules);
  }

  /** Of two prices from the same moment the later one in the text holds; a key has one currency. */
  static PriceList of(List<PriceEntry> entries) {
    Map<PriceKey, String> currencies = new HashMap<>();
    Map<PriceKey, Map<Instant, UnitPrice>> periods = new HashMap<>();
    for (PriceEntry entry : entries) {
      Optional<TokenType> type = TokenType.of(entry.tokenType());
      if (type.isPresent()) {
        PriceKey key = new PriceKey(entry.provider(), entry.model(), type.get(), entry.tier());
        String currency = currencies.computeIfAbsent(key, _ -> entry.currency());
        if (currency.equals(entry.currency())) {
          periods
              .computeIfAbsent(key, _ -> new TreeMap<>())
              .put(
                  entry.validFrom(),
                  new UnitPrice(entry.validFrom(), entry.perMillion(), entry.steps()));
        }
      }
    }
    Map<PriceKey, PriceSchedule> schedules = new HashMap<>();
    periods.forEach((key, prices) ->
        schedules.put(
            key,
            new PriceSchedule(currencies.getOrDefault(key, "XXX"), List.copyOf(prices.values()))));
    return new PriceList(schedules);
  }

  @Override
  public Optional<PriceSchedule> find(PriceKey key) {
    return Optional.ofNullable(schedules.get(key));
  }
}
