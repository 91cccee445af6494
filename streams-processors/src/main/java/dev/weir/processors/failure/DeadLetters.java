package dev.weir.processors.failure;

import dev.weir.processors.event.Counters;
import java.util.Map;

/** The settings that send unprocessable records to the dead-letter topic (KIP-1034). */
public final class DeadLetters {

  private static final String COUNTERS = "weir.counters";

  private DeadLetters() {}

  /** Settings for Kafka Streams; {@code topicName} is where the records go as they were. */
  public static Map<String, Object> settings(String topicName, Counters counters) {
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
        counters);
  }

  /** Kafka makes the handlers itself and hands them the settings. */
  static Counters counters(Map<String, ?> settings) {
    if (settings.get(COUNTERS) instanceof Counters counters) {
      return counters;
    }
    throw new IllegalArgumentException(COUNTERS + " is missing in the settings");
  }
}
