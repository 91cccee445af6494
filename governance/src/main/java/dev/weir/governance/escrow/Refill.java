package dev.weir.governance.escrow;

import java.time.Duration;

/**
 * How fast a token bucket fills: {@code amount} in each {@code per}, evenly.
 *
 * @param amount from 0 on; none fills nothing
 * @param per a millisecond or more
 */
public record Refill(long amount, Duration per) {

  public Refill {
    if (amount < 0 || per.toMillis() < 1) {
      throw new IllegalArgumentException("a bucket fills with 0 or more in a millisecond or more");
    }
  }

  /** How long it takes to fill by so much; rounded up to milliseconds. */
  public Duration timeFor(long wanted) {
    if (wanted <= 0) {
      return Duration.ZERO;
    }
    double millis = amount == 0 ? Double.MAX_VALUE : (double) wanted / amount * per.toMillis();
    return Duration.ofMillis((long) Math.ceil(Math.min(millis, (double) Long.MAX_VALUE / 1e6)));
  }
}
