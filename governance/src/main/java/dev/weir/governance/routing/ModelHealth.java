package dev.weir.governance.routing;

import java.util.OptionalDouble;

/**
 * How a model has answered lately, at one moment.
 *
 * @param ttftMillis time to the first token; nothing where it was not measured lately
 * @param tokensPerSecond of a stream after its first token; nothing where not measured lately
 * @param errorRate from 0 to 1
 * @param standing whether it may be asked
 * @param samples how many calls the error rate speaks for; older ones count less
 */
public record ModelHealth(
    OptionalDouble ttftMillis,
    OptionalDouble tokensPerSecond,
    double errorRate,
    Standing standing,
    long samples) {

  public ModelHealth {
    boolean measured =
        ttftMillis.orElse(0) >= 0
            && tokensPerSecond.orElse(1) > 0
            && errorRate >= 0
            && errorRate <= 1
            && samples >= 0;
    if (!measured) {
      throw new IllegalArgumentException(
          "no measurements: %s, %s, %s, %s"
              .formatted(ttftMillis, tokensPerSecond, errorRate, samples));
    }
  }
}
