package dev.weir.proxy.exchange;

import dev.weir.proxy.record.EventLog;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the log's word on a prompt. The first counts: that word, or that nobody waits any more.
 * After it nothing is held, so that a log that is silent for long does not hold exchanges.
 */
final class Acknowledgement implements EventLog.Told {

  private final AtomicReference<EventLog.@Nullable Told> waiting;

  Acknowledgement(EventLog.Told told) {
    this.waiting = new AtomicReference<>(told);
  }

  @Override
  public void kept(boolean kept) {
    EventLog.Told told = waiting.getAndSet(null);
    if (told != null) {
      told.kept(kept);
    }
  }

  /** Whether it was still waited for; from now on it is not. */
  boolean giveUp() {
    return waiting.getAndSet(null) != null;
  }
}
