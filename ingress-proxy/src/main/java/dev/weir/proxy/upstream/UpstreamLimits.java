package dev.weir.proxy.upstream;

import java.time.Duration;

/**
 * How much a client may hold of one provider.
 *
 * @param connectionsMax connections to one provider
 * @param waitingMax calls that wait for a connection; one more is {@link UpstreamFailure#BUSY}
 * @param pooledIdle how long an unused connection is kept
 */
public record UpstreamLimits(int connectionsMax, int waitingMax, Duration pooledIdle) {

  public static final UpstreamLimits DEFAULT =
      new UpstreamLimits(4_096, 1_024, Duration.ofSeconds(30));

  public UpstreamLimits {
    if (connectionsMax < 1 || waitingMax < 0 || !pooledIdle.isPositive()) {
      throw new IllegalArgumentException("limits of an upstream client must be positive");
    }
  }
}
