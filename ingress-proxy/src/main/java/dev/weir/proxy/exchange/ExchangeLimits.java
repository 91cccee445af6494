package dev.weir.proxy.exchange;

import dev.weir.proxy.guard.HeldRoom;
import java.time.Duration;

/**
 * What one exchange, and all of them, may take.
 *
 * @param exchangesMax at once; one more is refused with 503
 * @param bodyBytesMax of a request; more is refused with 413
 * @param heldAnswerBytesMax of all answers that guards hold until their end; of one team a quarter
 * @param bodyWithin until the body is there; longer is refused with 408
 * @param writeWithin until one write reaches a caller; a slower one is cut off
 * @param acknowledgeWithin until the log keeps a prompt under strict recording; longer is 503
 */
public record ExchangeLimits(
    int exchangesMax,
    int bodyBytesMax,
    long heldAnswerBytesMax,
    Duration bodyWithin,
    Duration writeWithin,
    Duration acknowledgeWithin) {

  public static final ExchangeLimits DEFAULT =
      new ExchangeLimits(
          2_048,
          10 * 1024 * 1024,
          HeldRoom.DEFAULT_BYTES,
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5));

  public ExchangeLimits {
    if (exchangesMax < 1 || bodyBytesMax < 1 || heldAnswerBytesMax < 1) {
      throw new IllegalArgumentException("limits of exchanges must be positive");
    }
    for (Duration each : new Duration[] {bodyWithin, writeWithin, acknowledgeWithin}) {
      if (!each.isPositive()) {
        throw new IllegalArgumentException("a time limit must be positive: " + each);
      }
    }
  }

  /** The same with other sizes. */
  public ExchangeLimits withBytes(int ofBody, long ofHeldAnswers) {
    return new ExchangeLimits(
        exchangesMax, ofBody, ofHeldAnswers, bodyWithin, writeWithin, acknowledgeWithin);
  }
}
