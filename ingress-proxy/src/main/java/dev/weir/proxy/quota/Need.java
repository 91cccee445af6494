package dev.weir.proxy.quota;

import dev.weir.governance.quota.Cost;

/**
 * What an exchange demands of its limits.
 *
 * @param sure without this it waits, or is refused
 * @param hoped what it may come to besides, as a guess before anything is known of its model:
 *     reserved where it is to spare, and as long as it is; nobody waits for it or is refused for it
 */
public record Need(Cost sure, Cost hoped) {

  /** Of a limit, the part that the grantor is asked for the hope of one exchange at most. */
  private static final long HOPED_PART = 8;

  /** Nothing is guessed. */
  public static Need of(Cost sure) {
    return new Need(sure, Cost.NOTHING);
  }

  /**
   * What the grantor is asked for besides. Where that would be much of a limit it is nothing, since
   * others would have to ask for it back.
   */
  long hopedOf(Account account) {
    long amount = hoped.reserved(account.limit().unit());
    return amount > account.limit().size() / HOPED_PART ? 0 : amount;
  }

  /** The same where nothing may be guessed. */
  Need withoutHope() {
    return of(sure);
  }
}
