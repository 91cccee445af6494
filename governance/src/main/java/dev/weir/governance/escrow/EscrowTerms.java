package dev.weir.governance.escrow;

import java.time.Duration;

/**
 * The times of the protocol.
 *
 * @param lease how long a proxy may spend what it holds after it sent the demand that was answered
 *     last
 * @param slack how much longer the grantor takes a lease to be, for clocks of different speed
 * @param recallWithin how long a recall waits for those that do not answer
 * @param abandonedAfter how long after its lease a proxy that never came back is taken to have
 *     spent no more than the log knows
 */
public record EscrowTerms(
    Duration lease, Duration slack, Duration recallWithin, Duration abandonedAfter) {

  public static final EscrowTerms DEFAULT =
      new EscrowTerms(
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofHours(6));

  public EscrowTerms {
    if (!lease.isPositive() || slack.isNegative() || !recallWithin.isPositive()) {
      throw new IllegalArgumentException("times of escrow must be positive");
    }
  }
}
