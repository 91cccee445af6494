package dev.weir.processors.failure;

import dev.weir.processors.event.Counters;
import java.util.Map;
import java.util.Set;

/** The settings that send unprocessable records to the dead-letter topic (KIP-1034). */
public final class DeadLetters {

  private static final String COUNTERS = "weir.counters";
  private static final String KEPT_ELSEWHERE = "weir.dead.letters.kept.elsewhere";

  private DeadLetters() {}

  /**
   * Settings for Kafka Streams.
   *
   * @param topicName where the records go as they were
   * @param keptElsewhere topics that another application reads too, whose records it keeps: here
   *     they are passed over
   */
  public static Map<String, Object> settings(
      String topicName, Counters counters, Set<String> keptElsewhere) {
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

  /** Whether the records of {@code topic} are kept by another application. */
  static boolean areKeptElsewhere(Map<String, ?> settings, String topic) {
    return settings.get(KEPT_ELSEWHERE) instanceof Set<?> topics && topics.contains(topic);
  }

  /** Kafka makes the handlers itself and hands them the settings. */
  static Counters counters(Map<String, ?> settings) {
    if (settings.get(COUNTERS) instanceof Counters counters) {
      return counters;
    }
    throw new IllegalArgumentException(COUNTERS + " is missing in the settings");
  }
}
