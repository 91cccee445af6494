package dev.weir.schemas.header;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.schemas.topic.Topic;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The headers of every record: CloudEvents 1.0 in Kafka's binary mode, and W3C trace context where
 * it is known.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">Kafka
 *     binding, section 3.2</a>
 */
public final class EventHeaders {

  private static final Pattern PART = Pattern.compile("[a-zA-Z0-9._-]{1,100}");
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private static final RecordHeader SPEC_VERSION = header("ce_specversion", "1.0");
  private static final RecordHeader CONTENT_TYPE = header("content-type", "application/avro");

  private final ClockText clockText = new ClockText();
  private final RecordHeader source;
  private final Map<Topic, RecordHeader> types = new EnumMap<>(Topic.class);

  /**
   * @param role the part that writes: {@code proxy}, {@code processors}, ...
   * @param instance which of them
   */
  public EventHeaders(String role, String instance) {
    source =
        header("ce_source", "/weir/" + checked("role", role) + "/" + checked("instance", instance));
    for (Topic topic : Topic.values()) {
      types.put(topic, header("ce_type", topic.eventType()));
    }
  }

  /** Headers of an event without a trace. */
  public Headers of(Topic topic, String eventId, Instant time) {
    return of(topic, eventId, time, null);
  }

  /**
   * Headers of an event.
   *
   * @param traceparent the caller's; left out where it is missing or malformed, since it comes from
   *     outside
   */
  public Headers of(Topic topic, String eventId, Instant time, @Nullable String traceparent) {
    var headers =
        new RecordHeaders(
            new Header[] {
              SPEC_VERSION,
              header("ce_id", eventId),
              types.get(topic),
              source,
              new RecordHeader("ce_time", clockText.of(time)),
              CONTENT_TYPE
            });
    if (traceparent != null && TRACEPARENT.matcher(traceparent).matches()) {
      headers.add(header("traceparent", traceparent));
    }
    return headers;
  }

  private static RecordHeader header(String key, String value) {
    return new RecordHeader(key, value.getBytes(UTF_8));
  }

  private static String checked(String what, String value) {
    if (!PART.matcher(value).matches()) {
      throw new IllegalArgumentException(what + ": expected 1 to 100 of [a-zA-Z0-9._-]: " + value);
    }
    return value;
  }
}
