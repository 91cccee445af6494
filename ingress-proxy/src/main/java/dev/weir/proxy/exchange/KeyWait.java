package dev.weir.proxy.exchange;

import dev.weir.proxy.credential.ProviderKeys;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.exchange.Admittance.Leg;
import dev.weir.proxy.exchange.Deadline.Wait;

/** The wait of an exchange that comes before its providers' keys were read. */
final class KeyWait {

  private KeyWait() {}

  /**
   * Runs the task when more is known of the keys of the first route that may have one, which takes
   * {@link ProviderKeys#KNOWN_WITHIN} at most; false, and it is not run, where there is nothing to
   * wait for.
   */
  static boolean begins(Admitted admitted, Deadline deadline, Runnable task) {
    for (Leg leg : admitted.legs()) {
      ProviderKeys keys = leg.route().keys();
      if (keys.areThere()) {
        return false;
      }
      // Ends nothing: while it is set, it is noticed where the caller leaves.
      deadline.set(Wait.FIRST_BYTE, ProviderKeys.KNOWN_WITHIN.multipliedBy(2), System.nanoTime());
      if (keys.whenKnown(task)) {
        return true;
      }
      if (keys.areThere()) {
        // It came between the two looks.
        return false;
      }
    }
    return false;
  }
}
