package dev.weir.endtoend.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits until something is so, at most for a given time; a test asserts what, never when. */
public final class Eventually {

  private static final Duration STEP = Duration.ofMillis(20);

  private Eventually() {}

  /** Fails with what was awaited when the time is up. */
  public static void await(String what, Duration atMost, BooleanSupplier condition) {
    get(what, atMost, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  public static <T> T get(String what, Duration atMost, Supplier<Optional<T>> source) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      Optional<T> found = source.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + atMost + " in vain for: " + what);
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
  }
}
