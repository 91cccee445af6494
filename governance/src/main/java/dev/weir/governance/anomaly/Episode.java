package dev.weir.governance.anomaly;

import java.time.Duration;
import java.time.Instant;

/**
 * Where an alert of one series stands. It ends after {@value #CALM_AFTER} calm values in a row and
 * not with the first, and another may begin a cool-down later: a value that swings around a limit
 * is one alert. What lasts {@link #LASTS_MAX} is what is usual now. A value.
 */
public sealed interface Episode {

  int CALM_AFTER = 3;
  Duration COOL_DOWN = Duration.ofHours(1);
  Duration LASTS_MAX = Duration.ofHours(24);

  /** A new anomaly may begin at {@code from}. */
  record Calm(Instant from) implements Episode {}

  /**
   * An anomaly lasts.
   *
   * @param expected at its beginning: what is expected later may have learned from it
   * @param told the observed value that was told last
   * @param calmValues how many values in a row were calm
   */
  record Running(Instant since, double expected, double told, int calmValues) implements Episode {}

  static Episode none() {
    return new Calm(Instant.EPOCH);
  }
}
