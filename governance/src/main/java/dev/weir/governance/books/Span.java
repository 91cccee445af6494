package dev.weir.governance.books;

import java.time.Instant;

/**
 * The time whose use is compared: whole hours, since rows charge hours.
 *
 * @param to is not in
 */
public record Span(Instant from, Instant to) {

  public Span {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("a span ends after it begins: " + from + ", " + to);
    }
  }

  boolean contains(Instant time) {
    return !time.isBefore(from) && time.isBefore(to);
  }
}
