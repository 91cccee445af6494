package dev.weir.governance.pricing;

import java.util.Optional;

/** All known prices. */
@FunctionalInterface
public interface PriceBook {

  /** The prices of {@code key} over time, or nothing when the book does not list it. */
  Optional<PriceSchedule> find(PriceKey key);
}
