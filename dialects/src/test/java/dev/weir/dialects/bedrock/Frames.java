package dev.weir.dialects.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Streams of frames, from and to lines of JSON such as {@code {"messageStop":{...}}}. */
public final class Frames {

  static final AnswerContext CONTEXT = new AnswerContext("r1", "asked", true, 1_700_000_000);

  private Frames() {}

  public static byte[] of(String lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    lines
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> Json.tree(line).orElseThrow())
        .flatMap(line -> line.properties().stream())
        .forEach(event -> out.writeBytes(event(event)));
    return out.toByteArray();
  }

  /** Frames of those lines that are JSON. */
  public static byte[] ofAnyLines(byte[] lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new String(lines, UTF_8)
        .lines()
        .flatMap(line -> Json.tree(line).stream())
        .flatMap(line -> line.properties().stream())
        .filter(event -> event.getKey().length() < 100)
        .forEach(event -> out.writeBytes(event(event)));
    return out.toByteArray();
  }

  private static byte[] event(Map.Entry<String, JsonNode> event) {
    byte[] json = Json.bytes(event.getValue());
    return event.getKey().endsWith("Exception")
        ? EventStreamEncoder.exception(event.getKey(), json)
        : EventStreamEncoder.event(event.getKey(), json);
  }

  /** The frames as such lines again. */
  static List<String> lines(byte[] stream) {
    List<String> lines = new ArrayList<>();
    boolean whole =
        new EventStreamDecoder()
            .accept(
                stream,
                0,
                stream.length,
                frame ->
                    lines.add(
                        "{\""
                            + frame.header(EventFrame.EVENT_TYPE)
                            + frame.header(EventFrame.EXCEPTION_TYPE)
                            + "\":"
                            + new String(frame.payload(), UTF_8)
                            + "}"));
    if (!whole) {
      throw new IllegalArgumentException("these are no frames");
    }
    return lines;
  }

  static byte[] write(List<AnswerEvent> events) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamWriter writer = new BedrockDialect().streamWriter(CONTEXT);
    events.forEach(event -> out.writeBytes(writer.write(event)));
    out.writeBytes(writer.end());
    return out.toByteArray();
  }
}
