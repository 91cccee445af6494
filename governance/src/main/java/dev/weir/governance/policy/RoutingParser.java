package dev.weir.governance.policy;

import dev.weir.governance.routing.BreakerRules;
import dev.weir.governance.routing.RetryRules;
import dev.weir.governance.routing.RouteOptions;
import dev.weir.governance.routing.RoutingRules;
import java.time.Duration;
import java.util.Optional;

/** Reads how routes treat models that fail: {@code routing}, and the options of one route. */
final class RoutingParser {

  private RoutingParser() {}

  /** What stands under {@code routing}; what does not has its default. */
  static RoutingRules read(YamlMap root) {
    try (YamlMap map = root.map("routing")) {
      BreakerRules breaker = breaker(map);
      RetryRules retries = retries(map);
      Duration wait = map.duration("retry-after-max", RoutingRules.DEFAULT.retryAfterMax());
      return map.checked(_ -> new RoutingRules(breaker, retries, wait))
          .orElse(RoutingRules.DEFAULT);
    }
  }

  private static BreakerRules breaker(YamlMap routing) {
    BreakerRules usual = BreakerRules.DEFAULT;
    try (YamlMap map = routing.map("breaker")) {
      long percent = map.count("failed-percent", usual.failedPercent());
      long calls = map.count("calls", usual.callsMin());
      long inARow = map.count("failed-in-a-row", usual.failedInARow());
      long outlier = map.count("outlier-percent", usual.outlierPercent());
      Duration open = map.duration("open", usual.open());
      Duration openMax = map.duration("open-max", usual.openMax());
      return map.checked(_ -> new BreakerRules(percent, calls, inARow, outlier, open, openMax))
          .orElse(usual);
    }
  }

  private static RetryRules retries(YamlMap routing) {
    RetryRules usual = RetryRules.DEFAULT;
    try (YamlMap map = routing.map("retries")) {
      long percent = map.count("percent", usual.percent());
      long perSecond = map.count("per-second", usual.perSecond());
      Duration backoff = map.duration("backoff", usual.backoff());
      Duration backoffMax = map.duration("backoff-max", usual.backoffMax());
      return map.checked(_ -> new RetryRules(percent, perSecond, backoff, backoffMax))
          .orElse(usual);
    }
  }

  /** The options that stand beside a route's strategy. */
  static RouteOptions options(YamlMap route) {
    Optional<Duration> hedge = Optional.empty();
    if (route.has("hedge")) {
      try (YamlMap map = route.map("hedge")) {
        if (!map.has("after")) {
          map.problem("after", "required");
        }
        hedge = map.optionalDuration("after");
      }
    }
    Optional<Duration> hedgeAfter = hedge;
    Optional<Duration> firstToken = route.optionalDuration("first-token");
    long retries = route.count("retries", 0);
    return route
        .checked(_ -> new RouteOptions(hedgeAfter, firstToken, retries))
        .orElse(RouteOptions.NONE);
  }
}
