package dev.weir.sinks.feed;

import dev.weir.sinks.archive.PartitionArchive;
import java.time.Instant;

/** The state of one assigned partition. */
sealed interface Lane {

  /** Its records go to the archive. */
  record Open(PartitionArchive archive) implements Lane {}

  /** Nothing is read, so that nothing is left out; tried again at {@code retryAt}. */
  record Held(String reason, Instant retryAt) implements Lane {}
}
