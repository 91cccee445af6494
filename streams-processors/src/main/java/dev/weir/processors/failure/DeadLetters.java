package dev.weir.processors.failure;

import dev.weir.processors.event.Counters;
import java.util.Map;
import java.util.Optional;

/** The settings that send unprocessable records to the dead-letter topic (KIP-1034). */
public final class DeadLetters {

  private static final String COUNTERS = "weir.counters";
  private static final String KEPT_ELSEWHERE = "weir.dead.letters.kept.elsewhere";

  private DeadLetters() {}

  /**
   * Settings for Kafka Streams.
   *
   * @param topicName where the records go as they were
   * @param keptElsewhere topics by their names that another application reads too, whose records it
   *     keeps, and what is told here of a record that cannot be processed
   */
  public static Map<String, Object> settings(
      String topicName, Counters counters, Map<String, Runnable> keptElsewhere) {
    return Map.of(
        "errors.dead.letter.queue.topic.name",
        topicName,
        "deserialization.exception.handler",
        UnreadableRecords.class,
        "processing.exception.handler",
        UnprocessableRecords.class,
        "production.exception.handler",
        UnwritableRecords.class,
        COUNTERS,
        counters,
        KEPT_ELSEWHERE,
        keptElsewhere);
  }

  /** What is told of a record of this topic, where another application keeps its records. */
  static Optional<Runnable> keptElsewhere(Map<String, ?> settings, String name) {
    return settings.get(KEPT_ELSEWHERE) instanceof Map<?, ?> topics
            && topics.get(name) instanceof Runnable told
        ? Optional.of(told)
        : Optional.empty();
  }

  /** Kafka makes the handlers itself and hands them the settings. */
  static Counters counters(Map<String, ?> settings) {
    if (settings.get(COUNTERS) instanceof Counters counters) {
      return counters;
    }
    throw new IllegalArgumentException(COUNTERS + " is missing in the settings");
  }
}
