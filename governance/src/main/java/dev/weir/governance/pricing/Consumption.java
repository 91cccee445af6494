package dev.weir.governance.pricing;

import java.time.Instant;

/**
 * What one attempt used, and all that its price depends on.
 *
 * @param model as the price book calls it
 */
public record Consumption(
    String team,
    String provider,
    String model,
    ServiceTier tier,
    TokenCounts tokens,
    Instant usedAt) {}
