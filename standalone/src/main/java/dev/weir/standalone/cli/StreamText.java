package dev.weir.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.bedrock.EventLines;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** Streams as text files keep them: one event a line, without what frames it on the wire. */
final class StreamText {

  private StreamText() {}

  /** The same stream as it comes on the wire; as it is where it is no such text. */
  static byte[] framed(DialectName dialect, byte[] text) {
    List<String> lines = new String(text, UTF_8).lines().filter(it -> !it.isBlank()).toList();
    ByteArrayOutputStream framed = new ByteArrayOutputStream(text.length);
    for (String line : lines) {
      Optional<byte[]> event =
          Json.tree(line).filter(JsonNode::isObject).flatMap(it -> framed(dialect, it, line));
      if (event.isEmpty()) {
        return text;
      }
      framed.writeBytes(event.get());
    }
    return framed.toByteArray();
  }

  private static Optional<byte[]> framed(DialectName dialect, JsonNode event, String line) {
    return dialect == DialectName.BEDROCK
        ? EventLines.frame(event)
        : Optional.of(("data: " + line + "\n\n").getBytes(UTF_8));
  }
}
