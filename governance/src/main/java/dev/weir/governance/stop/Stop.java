package dev.weir.governance.stop;

import java.time.Instant;
import java.util.Optional;

/**
 * An order to stop.
 *
 * @param reason for those who are stopped to read; empty where nothing was said
 * @param until when the order ends by itself; nothing where it has to be taken back
 */
public record Stop(
    StopScope scope, String reason, Instant orderedAt, String orderedBy, Optional<Instant> until) {

  public static final int REASON_CHARACTERS_MAX = 200;

  public Stop {
    if (reason.length() > REASON_CHARACTERS_MAX
        || reason.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a reason is one line of at most " + REASON_CHARACTERS_MAX + " characters");
    }
    if (until.filter(end -> !end.isAfter(orderedAt)).isPresent()) {
      throw new IllegalArgumentException("a stop ends after it began, not at " + until.get());
    }
  }

  public boolean isInForce(Instant now) {
    return until.isEmpty() || now.isBefore(until.get());
  }

  /** What is said to whoever it stops. */
  public String message() {
    return "Operators of this gateway have stopped "
        + scope.phrase()
        + (reason.isEmpty() ? "" : ": " + reason)
        + (reason.endsWith(".") ? "" : ".")
        + until.map(end -> " It goes on at " + end + " at the latest.").orElse("");
  }
}
