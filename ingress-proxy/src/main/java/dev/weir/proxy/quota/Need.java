package dev.weir.proxy.quota;

import dev.weir.governance.quota.Cost;

/**
 * What an exchange demands of its limits.
 *
 * @param sure without this it waits, or is refused
 * @param hoped what it may come to besides, as a guess: reserved where it is to spare, and as long
 *     as it is; nobody waits for it or is refused for it
 */
public record Need(Cost sure, Cost hoped) {

  /** Nothing is guessed. */
  public static Need of(Cost sure) {
    return new Need(sure, Cost.NOTHING);
  }

  /** All of it. */
  Cost all() {
    return sure.plus(hoped);
  }

  /** The same where nothing may be guessed. */
  Need withoutHope() {
    return of(sure);
  }
}
