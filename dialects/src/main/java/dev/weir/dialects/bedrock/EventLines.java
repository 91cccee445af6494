package dev.weir.dialects.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;

/**
 * The events of ConverseStream as text, {@code {"messageStop":{"stopReason":"end_turn"}}} each:
 * what SDKs show of the frames, and what a text file can hold of them.
 */
public final class EventLines {

  /** The end of the names of those that are no events. */
  private static final String EXCEPTION = "Exception";

  private EventLines() {}

  /** The frame of one event, named or by its payload alone; nothing where it is none. */
  public static Optional<byte[]> frame(JsonNode event) {
    if (event.size() == 1 && event.properties().iterator().next().getValue().isObject()) {
      Map.Entry<String, JsonNode> named = event.properties().iterator().next();
      if (isEvent(named.getKey())) {
        return Optional.of(frame(named.getKey(), named.getValue()));
      }
    }
    return typeOf(event).map(it -> frame(it, event));
  }

  private static byte[] frame(String type, JsonNode payload) {
    byte[] json = Json.bytes(payload);
    return type.endsWith(EXCEPTION)
        ? EventStreamEncoder.exception(type, json)
        : EventStreamEncoder.event(type, json);
  }

  private static boolean isEvent(String name) {
    return switch (name) {
      case "messageStart",
          "contentBlockStart",
          "contentBlockDelta",
          "contentBlockStop",
          "messageStop",
          "metadata" ->
          true;
      default -> name.endsWith(EXCEPTION) && name.length() < 100;
    };
  }

  private static Optional<String> typeOf(JsonNode payload) {
    if (payload.has("delta")) {
      return Optional.of("contentBlockDelta");
    }
    if (payload.has("start")) {
      return Optional.of("contentBlockStart");
    }
    if (payload.has("contentBlockIndex")) {
      return Optional.of("contentBlockStop");
    }
    if (payload.has("stopReason")) {
      return Optional.of("messageStop");
    }
    if (payload.has("usage")) {
      return Optional.of("metadata");
    }
    return payload.has("role") ? Optional.of("messageStart") : Optional.empty();
  }

  /** Whole frames as such lines. */
  public static byte[] of(byte[] frames) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    new EventStreamDecoder()
        .accept(
            frames,
            0,
            frames.length,
            frame -> {
              ObjectNode line = Json.newObject();
              String type = frame.header(EventFrame.EVENT_TYPE);
              line.set(
                  type.isEmpty() ? frame.header(EventFrame.EXCEPTION_TYPE) : type,
                  Json.tree(frame.payload(), 0, frame.payload().length).orElse(Json.newObject()));
              lines.writeBytes((Json.text(line) + "\n").getBytes(UTF_8));
            });
    return lines.toByteArray();
  }
}
