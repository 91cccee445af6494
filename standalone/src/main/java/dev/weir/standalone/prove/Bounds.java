package dev.weir.standalone.prove;

import java.time.Duration;

/** What a trial may ask of one machine; whatever is beyond is a mistake in an option. */
final class Bounds {

  static final int PROXIES_MAX = 16;
  static final int RATE_MAX = 5_000;
  static final int CALLERS_MAX = 1_024;
  static final int ROUNDS_MAX = 100;

  private Bounds() {}

  /** Those of every trial. */
  static void require(int proxies, int rounds, int ratePerSecond, int callers) {
    require("--proxies", proxies, 1, PROXIES_MAX);
    require("--rounds", rounds, 1, ROUNDS_MAX);
    require("--rate", ratePerSecond, 1, RATE_MAX);
    require("--callers", callers, 1, CALLERS_MAX);
  }

  static void require(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is from %d to %d, got %d".formatted(option, min, max, value));
    }
  }

  static void require(String option, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "%s is from %s to %s, got %s".formatted(option, min, max, value));
    }
  }
}
