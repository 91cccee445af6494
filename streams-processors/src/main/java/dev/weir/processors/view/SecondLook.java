package dev.weir.processors.view;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks again where a view lacks something: an event may arrive before the policy, the price or the
 * key that it was made under. What was looked for in vain is remembered for a minute, so that a
 * missing price is not waited for with every usage. Remembers at most {@value #ENTRIES_MAX}; the
 * oldest goes first.
 */
final class SecondLook {

  private static final int ENTRIES_MAX = 1_000;
  private static final Duration MEMORY = Duration.ofMinutes(1);

  private final Runnable catchUp;
  private final InstantSource clock;
  private final Map<String, Instant> misses =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > ENTRIES_MAX;
        }
      };

  /** {@code catchUp}: waits, a bounded time, until what is in the log now is also in the views. */
  SecondLook(Runnable catchUp, InstantSource clock) {
    this.catchUp = catchUp;
    this.clock = clock;
  }

  /** What {@code view} answers, asked once more after catching up where it answers nothing. */
  <T> Optional<T> find(String what, Supplier<Optional<T>> view) {
    Optional<T> found = view.get();
    if (found.isPresent() || !isDue(what)) {
      return found;
    }
    catchUp.run();
    found = view.get();
    if (found.isEmpty()) {
      remember(what);
    }
    return found;
  }

  private synchronized boolean isDue(String what) {
    Instant last = misses.get(what);
    return last == null || !clock.instant().isBefore(last.plus(MEMORY));
  }

  private synchronized void remember(String what) {
    misses.remove(what);
    misses.put(what, clock.instant());
  }
}
