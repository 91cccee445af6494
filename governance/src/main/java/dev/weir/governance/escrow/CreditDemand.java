package dev.weir.governance.escrow;

/**
 * What a proxy says of its credit in one account. Every number but {@code held} only grows; levels
 * are of {@link CreditGrant#granted}.
 *
 * @param number counts the demands of this start of the proxy, from 1; an overtaken one is void
 * @param spent what ended exchanges have spent
 * @param held what exchanges in flight have reserved
 * @param returned credit that it gave back and will not spend
 * @param smallest the level with which the smallest waiting request could go on; nothing waits
 *     where it is not above what is granted
 * @param needed the level with which all waiting requests could go on
 * @param wanted the level that lets it go on for a while without asking
 * @param recallSeen the newest recall that it knew of when it gave back
 * @param inFlight exchanges that hold something
 * @param undercount the most that one exchange has spent beyond what it had reserved
 */
public record CreditDemand(
    long number,
    long spent,
    long held,
    long returned,
    long smallest,
    long needed,
    long wanted,
    long recallSeen,
    long inFlight,
    long undercount) {

  public CreditDemand {
    if (number < 1 || spent < 0 || held < 0 || returned < 0 || recallSeen < 0) {
      throw new IllegalArgumentException("a demand of impossible numbers");
    }
  }

  /** The same with another number for what is spent. */
  CreditDemand spending(long amount) {
    return new CreditDemand(
        number, amount, held, returned, smallest, needed, wanted, recallSeen, inFlight, undercount);
  }
}
