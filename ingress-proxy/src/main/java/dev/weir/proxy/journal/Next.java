package dev.weir.proxy.journal;

import dev.weir.proxy.journal.Journal.Waiter;
import org.jspecify.annotations.Nullable;

/** What comes next for the publisher. */
sealed interface Next {

  /** Nothing is whole yet. */
  record Nothing() implements Next {}

  /**
   * An entry.
   *
   * @param from its place
   * @param after the place behind it
   * @param waiter who waits for its acknowledgement, or null
   */
  record Found(Entry entry, Position from, Position after, @Nullable Waiter waiter)
      implements Next {}

  /**
   * Nothing that could be published.
   *
   * @param altered whether it once could
   */
  record Skipped(Position from, Position after, boolean altered) implements Next {}
}
