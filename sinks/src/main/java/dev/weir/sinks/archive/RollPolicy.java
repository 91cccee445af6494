package dev.weir.sinks.archive;

import java.time.Duration;
import java.time.Instant;

/** When a file is full: the first of three limits that it reaches. */
public record RollPolicy(long bytesMax, long rowsMax, Duration ageMax) {

  /** Few, large files; the newest rows can be queried after ten minutes at the latest. */
  public static final RollPolicy DEFAULT =
      new RollPolicy(64L << 20, 1_000_000, Duration.ofMinutes(10));

  public RollPolicy {
    if (bytesMax <= 0 || rowsMax <= 0 || !ageMax.isPositive()) {
      throw new IllegalArgumentException(
          "a file needs room: " + bytesMax + " bytes, " + rowsMax + " rows, " + ageMax);
    }
  }

  boolean isDue(long bytes, long rows, Instant openedAt, Instant now) {
    return bytes >= bytesMax
        || rows >= rowsMax
        || Duration.between(openedAt, now).compareTo(ageMax) >= 0;
  }
}
