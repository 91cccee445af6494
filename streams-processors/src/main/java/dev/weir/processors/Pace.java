package dev.weir.processors;

import java.time.Duration;

/**
 * How fast things happen.
 *
 * @param orphanAfter how long an exchange may be silent before it is closed; longer than any answer
 *     may take to begin
 * @param chargebackFlush how long usage waits at most before it stands in a chargeback row
 * @param spikeBucket the stretch of time that is compared with those before it
 * @param commit how often quota is committed; the other applications take their time
 * @param memory how long the ids of events are remembered, so that repetitions are recognised
 */
public record Pace(
    Duration orphanAfter,
    Duration chargebackFlush,
    Duration spikeBucket,
    Duration commit,
    Duration memory) {

  /** Kafka Streams keeps a window store in segments of a minute at least. */
  private static final Duration MEMORY_MIN = Duration.ofMinutes(2);

  private static final Duration PUNCTUATION_MIN = Duration.ofMillis(10);

  public static final Pace DEFAULT =
      new Pace(
          Duration.ofMinutes(10),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMillis(100),
          Duration.ofHours(6));

  public Pace {
    atLeast("orphan-after", orphanAfter, PUNCTUATION_MIN.multipliedBy(4));
    atLeast("chargeback-flush", chargebackFlush, PUNCTUATION_MIN);
    atLeast("spike-bucket", spikeBucket, PUNCTUATION_MIN);
    atLeast("commit", commit, Duration.ofMillis(1));
    atLeast("memory", memory, MEMORY_MIN);
  }

  private static void atLeast(String name, Duration value, Duration min) {
    if (value.compareTo(min) < 0) {
      throw new IllegalArgumentException(name + " is at least " + min + ", got " + value);
    }
  }
}
