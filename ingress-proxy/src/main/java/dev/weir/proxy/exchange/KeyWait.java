package dev.weir.proxy.exchange;

import java.util.concurrent.atomic.AtomicBoolean;

/** A call's wait for a provider's first key, and the one gate through which it ends. */
final class KeyWait {

  private final AtomicBoolean over = new AtomicBoolean();

  /** True for the one who may say how it goes on. */
  boolean end() {
    return over.compareAndSet(false, true);
  }
}
