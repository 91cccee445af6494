package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.MediaSource;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the parts of all contents of one request, in order. Calls without an id get one, and
 * results without one belong to the first call of their name that has no result yet.
 */
final class GeminiPartParser {

  private final String prefix;
  private final Map<String, Deque<String>> unanswered = new HashMap<>();
  private int calls;

  /** {@code prefix} begins the ids that are made. */
  GeminiPartParser(String prefix) {
    this.prefix = prefix;
  }

  List<Part> parts(At content) throws WrongJsonException {
    List<Part> parts = new ArrayList<>();
    for (At each : content.array("parts")) {
      add(Spelling.camel(each.expectObject()), parts);
    }
    return parts;
  }

  private void add(At part, List<Part> parts) throws WrongJsonException {
    Optional<String> signature = part.text("thoughtSignature");
    Optional<String> text = part.text("text");
    Optional<At> call = part.object("functionCall");
    Optional<At> result = part.object("functionResponse");
    Optional<At> inline = part.object("inlineData");
    Optional<At> file = part.object("fileData");
    if (call.isPresent()) {
      parts.add(call(Spelling.camel(call.get()), signature));
    } else if (result.isPresent()) {
      parts.add(result(Spelling.camel(result.get())));
    } else if (inline.isPresent()) {
      At data = Spelling.camel(inline.get());
      String type = data.text("mimeType").orElse("application/octet-stream");
      parts.add(
          media(
              type,
              new MediaSource.Inline(type, data.need("data").asText()),
              data.text("displayName")));
    } else if (file.isPresent()) {
      At data = Spelling.camel(file.get());
      Optional<String> type = data.text("mimeType");
      parts.add(
          media(
              type.orElse("application/octet-stream"),
              new MediaSource.Url(data.need("fileUri").asText(), type),
              data.text("displayName")));
    } else if (text.isPresent()) {
      text(part, text.get(), signature, parts);
    } else if (!part.node().isEmpty()) {
      String type = part.node().fieldNames().next();
      parts.add(new Part.Foreign(DialectName.GEMINI, type, part.node()));
    }
  }

  private static void text(At part, String text, Optional<String> signature, List<Part> parts)
      throws WrongJsonException {
    if (part.flag("thought").orElse(false)) {
      parts.add(new Part.Thinking(text, signature, DialectName.GEMINI));
      return;
    }
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text));
    }
    // The proof of hidden thoughts may stand on the text that they led to.
    signature.ifPresent(it -> parts.add(new Part.HiddenThinking(it, DialectName.GEMINI)));
  }

  private static Part media(String type, MediaSource source, Optional<String> name) {
    String family = type.substring(0, Math.max(0, type.indexOf('/'))).toLowerCase(Locale.ROOT);
    Part.Media.Kind kind =
        switch (family) {
          case "image" -> Part.Media.Kind.IMAGE;
          case "audio" -> Part.Media.Kind.AUDIO;
          case "video" -> Part.Media.Kind.VIDEO;
          default -> Part.Media.Kind.DOCUMENT;
        };
    return new Part.Media(kind, source, Optional.empty(), name, Optional.empty());
  }

  private Part call(At call, Optional<String> signature) throws WrongJsonException {
    String name = call.need("name").asText();
    String id = call.text("id").orElse(prefix + "_" + calls);
    calls++;
    unanswered.computeIfAbsent(name, _ -> new ArrayDeque<>()).addLast(id);
    Optional<At> arguments = call.object("args");
    return new Part.ToolCall(
        id,
        name,
        arguments.isPresent() ? Json.text(arguments.get().node()) : "{}",
        signature,
        Optional.empty());
  }

  private Part result(At result) throws WrongJsonException {
    String name = result.need("name").asText();
    Deque<String> open = unanswered.computeIfAbsent(name, _ -> new ArrayDeque<>());
    Optional<String> said = result.text("id");
    String id = said.isPresent() ? said.get() : open.isEmpty() ? name : open.getFirst();
    open.remove(id);
    JsonNode response = result.object("response").map(At::node).orElseGet(Json::newObject);
    boolean isError = response.size() == 1 && response.path("error").isTextual();
    return new Part.ToolResult(
        id, Optional.of(name), List.of(new Part.Text(text(response))), isError, Optional.empty());
  }

  /** A lone text comes back as it was; see {@link GeminiRequestWriter}. */
  private static String text(JsonNode response) {
    if (response.size() == 1) {
      for (String name : List.of("result", "output", "error")) {
        if (response.path(name).isTextual()) {
          return response.path(name).textValue();
        }
      }
    }
    return Json.text(response);
  }
}
