package dev.weir.proxy.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.schemas.topic.Topic;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One record on its way to the log.
 *
 * @param timeMicros when the event happened, microseconds since the epoch
 * @param value as it will stand in the topic
 */
record Entry(Topic topic, byte[] key, byte[] eventId, long timeMicros, byte[] value) {

  private static final int TEXT_BYTES_MAX = Short.MAX_VALUE;

  Entry {
    if (key.length > TEXT_BYTES_MAX || eventId.length > TEXT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a key or an event id is too long: " + key.length + ", " + eventId.length);
    }
  }

  static Entry of(Topic topic, String key, String eventId, Instant time, byte[] value) {
    return new Entry(
        topic,
        key.getBytes(UTF_8),
        eventId.getBytes(UTF_8),
        ChronoUnit.MICROS.between(Instant.EPOCH, time),
        value);
  }

  String eventIdText() {
    return new String(eventId, UTF_8);
  }

  Instant time() {
    return Instant.EPOCH.plus(timeMicros, ChronoUnit.MICROS);
  }
}
