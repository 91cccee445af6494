package dev.weir.proxy.credential;

import java.time.Duration;

/**
 * A secret as its source gives it now.
 *
 * @param goodFor after which time it is worth to look again
 */
public record ReadSecret(SecretText text, Duration goodFor) {

  public ReadSecret {
    if (!goodFor.isPositive()) {
      throw new IllegalArgumentException("a secret is good for some time: " + goodFor);
    }
  }
}
