package dev.weir.governance.routing;

import java.time.Duration;
import java.util.Optional;

/**
 * How the models of one route are asked. They hold where callers name the route, not where another
 * route does.
 *
 * @param hedgeAfter when the next model is asked beside the first, while no byte came
 * @param firstToken how long a model may take to its first byte while another one could be asked
 * @param retries how often all models are asked anew after the last one has failed
 */
public record RouteOptions(
    Optional<Duration> hedgeAfter, Optional<Duration> firstToken, long retries) {

  private static final long RETRIES_MAX = 5;

  private static final Duration TIME_MAX = Duration.ofMinutes(10);

  public static final RouteOptions NONE = new RouteOptions(Optional.empty(), Optional.empty(), 0);

  public RouteOptions {
    limited("hedge", hedgeAfter);
    limited("first-token", firstToken);
    if (retries < 0 || retries > RETRIES_MAX) {
      throw new IllegalArgumentException("retries is from 0 to " + RETRIES_MAX + ": " + retries);
    }
  }

  private static void limited(String name, Optional<Duration> time) {
    if (time.isPresent() && (!time.get().isPositive() || time.get().compareTo(TIME_MAX) > 0)) {
      throw new IllegalArgumentException(name + " is above 0 and at most 10m");
    }
  }
}
