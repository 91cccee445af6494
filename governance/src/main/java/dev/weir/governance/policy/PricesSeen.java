package dev.weir.governance.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds prices that cannot stand beside one another: the price book could not hold both. */
final class PricesSeen {

  private record Known(String currency, TreeSet<Instant> from) {}

  /** What is wrong with a price, and the key that says it. */
  record Clash(String key, String message) {}

  private final Map<String, Known> known = new HashMap<>();

  /** Takes one price more; what it clashes with, where it does. */
  Optional<Clash> clash(PriceEntry price) {
    Known before =
        known.computeIfAbsent(price.bookKey(), _ -> new Known(price.currency(), new TreeSet<>()));
    if (!before.currency().equals(price.currency())) {
      return Optional.of(
          new Clash(
              "currency",
              "these tokens have a price in %s already; their prices over time have one currency"
                  .formatted(before.currency())));
    }
    return before.from().add(price.validFrom())
        ? Optional.empty()
        : Optional.of(
            new Clash(
                "valid-from",
                "these tokens have a price from %s already; keep one"
                    .formatted(LocalDate.ofInstant(price.validFrom(), ZoneOffset.UTC))));
  }
}
