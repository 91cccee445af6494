package dev.weir.processors.view;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers what was looked for in vain, so that a missing price is not asked for with every usage.
 * Holds at most {@value #ENTRIES_MAX} entries; the oldest goes first.
 */
final class RecentMisses {

  private static final int ENTRIES_MAX = 1_000;
  private static final Duration MEMORY = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Map<String, Instant> misses =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > ENTRIES_MAX;
        }
      };

  RecentMisses(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether {@code what} is worth looking for: it was not missed within the last minute. */
  synchronized boolean isDue(String what) {
    Instant last = misses.get(what);
    return last == null || !clock.instant().isBefore(last.plus(MEMORY));
  }

  /** Remembers that {@code what} is not in the log. */
  synchronized void remember(String what) {
    misses.remove(what);
    misses.put(what, clock.instant());
  }
}
