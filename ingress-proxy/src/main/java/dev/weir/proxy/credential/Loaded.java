package dev.weir.proxy.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A credential, ready for use.
 *
 * @param from what it was made of: the same again is not a new credential
 * @param lookAgainAfter when the next reading is due
 * @param usableUntil when the provider stops to take it
 */
record Loaded(
    List<SecretText> from,
    Authorization authorization,
    Duration lookAgainAfter,
    Instant usableUntil) {

  Loaded {
    from = List.copyOf(from);
  }

  /** A credential whose end nobody knows. */
  static Loaded of(List<SecretText> from, Authorization authorization, Duration lookAgainAfter) {
    return new Loaded(from, authorization, lookAgainAfter, Instant.MAX);
  }
}
