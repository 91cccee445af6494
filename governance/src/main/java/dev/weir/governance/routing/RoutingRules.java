package dev.weir.governance.routing;

import java.time.Duration;

/**
 * How routes treat models that fail, for all routes of a policy.
 *
 * @param retryAfterMax a provider that asks to wait longer is asked again after this time
 */
public record RoutingRules(BreakerRules breaker, RetryRules retries, Duration retryAfterMax) {

  private static final Duration WAIT_LIMIT = Duration.ofHours(1);

  public static final RoutingRules DEFAULT =
      new RoutingRules(BreakerRules.DEFAULT, RetryRules.DEFAULT, Duration.ofMinutes(1));

  public RoutingRules {
    if (!retryAfterMax.isPositive() || retryAfterMax.compareTo(WAIT_LIMIT) > 0) {
      throw new IllegalArgumentException("retry-after-max is above 0 and at most 1h");
    }
  }
}
