package dev.weir.proxy.exchange;

import dev.weir.proxy.credential.ProviderKeys;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.exchange.Admittance.Leg;
import dev.weir.proxy.exchange.Deadline.Wait;
import java.util.List;

/** The wait of an exchange that comes before its providers' keys were read. */
final class KeyWait {

  private KeyWait() {}

  /**
   * Runs the task when more is known of the keys of the first route that may have one, which takes
   * {@link ProviderKeys#KNOWN_WITHIN} at most; false, and it is not run, where there is nothing to
   * wait for.
   */
  static boolean begins(Admitted admitted, Deadline deadline, Runnable task) {
    // Ends nothing: while it is set, it is noticed where the caller leaves.
    return begins(
        admitted.legs(),
        () ->
            deadline.set(
                Wait.FIRST_BYTE, ProviderKeys.KNOWN_WITHIN.multipliedBy(2), System.nanoTime()),
        task);
  }

  /** The same; {@code before} is run before a wait begins. */
  static boolean begins(List<Leg> legs, Runnable before, Runnable task) {
    for (Leg leg : legs) {
      ProviderKeys keys = leg.route().keys();
      if (keys.areThere()) {
        return false;
      }
      before.run();
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
