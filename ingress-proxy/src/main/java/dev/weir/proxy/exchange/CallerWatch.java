package dev.weir.proxy.exchange;

import dev.weir.proxy.upstream.NearConnector;
import org.eclipse.jetty.io.EndPoint;

/**
 * Sees that the caller of an exchange hangs up while the exchange waits for the log or the provider
 * and writes nothing. The watch begins when one wait outlasts a sweep: a quick exchange pays
 * nothing, and a stream that flows finds out when it writes.
 */
final class CallerWatch {

  private final EndPoint endPoint;
  private final Runnable whenGone;
  private volatile boolean gone;

  /** These two are the sweeper's. */
  private boolean watching;

  private long seen;

  /** {@code whenGone} runs on any thread, maybe more than once. */
  CallerWatch(EndPoint endPoint, Runnable whenGone) {
    this.endPoint = endPoint;
    this.whenGone = whenGone;
  }

  /** {@code wait}: a number for the wait for the log or a provider that is on; 0 for none. */
  void sweep(long wait) {
    if (watching) {
      return;
    }
    if (wait != 0 && wait == seen) {
      watching = true;
      NearConnector.watch(endPoint, this::gone);
    }
    seen = wait;
  }

  void gone() {
    gone = true;
    whenGone.run();
  }

  /** Set before the exchange is told: a step that is about to begin a call must ask. */
  boolean isGone() {
    return gone;
  }
}
