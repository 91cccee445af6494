package dev.weir.governance.policy;

import dev.weir.governance.routing.RouteStrategy;
import java.util.IdentityHashMap;

/**
 * Bounds strategies as a request follows them. Routes that name routes are written short and grow
 * fast, so sizes are added up from below and never counted by walking.
 */
final class RouteSizes {

  static final int DEPTH_MAX = 8;

  static final String TOO_DEEP = "strategies nest at most " + DEPTH_MAX + " deep";

  /** Strategies and models behind one name, those behind other routes counted in. */
  private static final long TOTAL_MAX = 1_000;

  private record Size(int depth, long total) {}

  private static final Size MODEL = new Size(0, 1);

  private final IdentityHashMap<RouteStrategy, Size> sizes = new IdentityHashMap<>();

  /**
   * The strategy itself; its parts must have been asked for before.
   *
   * @throws IllegalArgumentException where it is too deep or too large
   */
  RouteStrategy limited(RouteStrategy strategy) {
    int depth = 0;
    long total = 1;
    for (RouteStrategy part : strategy.parts()) {
      Size size = sizes.getOrDefault(part, MODEL);
      depth = Math.max(depth, size.depth());
      total += size.total();
    }
    if (depth + 1 > DEPTH_MAX) {
      throw new IllegalArgumentException(TOO_DEEP);
    }
    if (total > TOTAL_MAX) {
      throw new IllegalArgumentException(
          "stands for more than " + TOTAL_MAX + " strategies and models");
    }
    sizes.put(strategy, new Size(depth + 1, total));
    return strategy;
  }
}
