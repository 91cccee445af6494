package dev.weir.proxy.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.proxy.record.Envelope;
import dev.weir.schemas.topic.Topic;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way to the log.
 *
 * @param trace W3C trace context; empty where there is none
 * @param timeMicros when the event happened, microseconds since the epoch
 * @param value as it will stand in the topic
 */
record Entry(Topic topic, byte[] key, byte[] eventId, byte[] trace, long timeMicros, byte[] value) {

  private static final int TEXT_BYTES_MAX = Short.MAX_VALUE;

  Entry {
    if (key.length > TEXT_BYTES_MAX
        || eventId.length > TEXT_BYTES_MAX
        || trace.length > TEXT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a key, an event id or a trace is too long: "
              + key.length
              + ", "
              + eventId.length
              + ", "
              + trace.length);
    }
  }

  static Entry of(Envelope envelope, Instant time, byte[] value) {
    return new Entry(
        envelope.topic(),
        envelope.key().getBytes(UTF_8),
        envelope.eventId().getBytes(UTF_8),
        envelope.traceparent().getBytes(UTF_8),
        ChronoUnit.MICROS.between(Instant.EPOCH, time),
        value);
  }

  @Nullable String traceText() {
    return trace.length == 0 ? null : new String(trace, UTF_8);
  }

  String eventIdText() {
    return new String(eventId, UTF_8);
  }

  Instant time() {
    return Instant.EPOCH.plus(timeMicros, ChronoUnit.MICROS);
  }
}
