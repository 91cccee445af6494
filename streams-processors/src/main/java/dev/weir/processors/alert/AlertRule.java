package dev.weir.processors.alert;

import java.time.Duration;

/**
 * When sightings become an alert, and when it is over.
 *
 * @param threshold so many sightings within {@code within} open an alert
 * @param quiet how long nothing must be seen until the alert closes by itself
 */
record AlertRule(int threshold, Duration within, Duration quiet) {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** As long as anybody will look; by then a person has closed what matters. */
  private static final Duration MONTH = Duration.ofDays(30);

  static AlertRule of(AlertKey key) {
    return key.type().equals("key-misuse") && key.subject().equals("unknown")
        ? new AlertRule(20, Duration.ofMinutes(5), HOUR)
        : of(key.type());
  }

  private static AlertRule of(String type) {
    return switch (type) {
      case "upstream-failure" -> new AlertRule(5, Duration.ofMinutes(5), Duration.ofMinutes(10));
      // Longer than a spike is held: while it lasts it is seen every half hour.
      case "spike" -> first(Duration.ofMinutes(45));
      case "pii", "injection", "guardrail", "limit" -> first(HOUR);
      // What has left does not come back by being quiet about it.
      case "secret", "audit-gap" -> first(MONTH);
      // Their watchers say when they are over; this is for what a watcher has forgotten.
      case "anomaly", "burn" -> first(MONTH);
      default -> first(DAY);
    };
  }

  private static AlertRule first(Duration quiet) {
    return new AlertRule(1, Duration.ZERO, quiet);
  }
}
