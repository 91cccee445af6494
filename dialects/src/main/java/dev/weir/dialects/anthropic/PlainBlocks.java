package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.WrongJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What other dialects say in the place of two kinds of blocks that are made of further blocks: a
 * {@code search_result}, and a {@code document} whose source is content. They become texts and
 * pictures after a line that says what they are. What is cited from them cannot be told elsewhere.
 */
final class PlainBlocks {

  private PlainBlocks() {}

  /** Nothing for any other block. */
  static Optional<Part.Foreign.Instead> of(String type, At block) throws WrongJsonException {
    return switch (type) {
      case "search_result" ->
          instead(
              type,
              block,
              head("Search result", "title", block) + head("Source", "source", block),
              block.node().path("content"));
      case "document" -> {
        JsonNode source = block.node().path("source");
        yield source.path("type").asText("").equals("content")
            ? instead(
                type,
                block,
                head("Document", "title", block) + head("Context", "context", block),
                source.path("content"))
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private static String head(String label, String name, At block) {
    JsonNode said = block.node().path(name);
    return said.isTextual() && !said.textValue().isBlank()
        ? label + ": " + said.textValue() + "\n"
        : "";
  }

  /** Nothing where there is content that is neither text nor picture. */
  private static Optional<Part.Foreign.Instead> instead(
      String type, At block, String head, JsonNode content) throws WrongJsonException {
    List<Part> parts = new ArrayList<>();
    boolean marked = block.node().hasNonNull("cache_control");
    StringBuilder text = new StringBuilder(head);
    if (content.isTextual()) {
      text.append(text.isEmpty() ? "" : "\n").append(content.textValue());
    }
    for (JsonNode each : content) {
      marked |= each.hasNonNull("cache_control");
      switch (each.path("type").asText("")) {
        case "text" -> text.append(text.isEmpty() ? "" : "\n").append(each.path("text").asText(""));
        case "image" -> {
          flush(text, parts);
          parts.add(AnthropicMedia.read("image", new At(each, block.path())));
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    flush(text, parts);
    List<String> lost = new ArrayList<>();
    if (block.node().path("citations").path("enabled").asBoolean(false)) {
      lost.add(type + ".citations");
    }
    if (marked) {
      lost.add("cache_control");
    }
    return Optional.of(new Part.Foreign.Instead(parts, lost));
  }

  private static void flush(StringBuilder text, List<Part> parts) {
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text.toString()));
      text.setLength(0);
    }
  }
}
