package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CacheMark;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.MediaSource;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the parts of a request's turns. */
final class GeminiPartWriter {

  private final CanonicalRequest request;
  private final Losses losses;

  /** Results must name their function, which other dialects say in the call alone. */
  private final Map<String, String> nameOfCall = new HashMap<>();

  GeminiPartWriter(CanonicalRequest request, Losses losses) {
    this.request = request;
    this.losses = losses;
  }

  void write(List<Part> parts, ArrayNode out) {
    for (Part part : parts) {
      switch (part) {
        case Part.Text it -> {
          if (!it.text().isEmpty()) {
            out.addObject().put("text", it.text());
          }
          dropMark(it.cached());
        }
        case Part.Refusal it -> out.addObject().put("text", it.text());
        case Part.Media it -> {
          media(it, out);
          dropMark(it.cached());
        }
        case Part.ToolCall it -> call(it, out);
        case Part.ToolResult it -> result(it, out);
        case Part.Thinking it -> thinking(it, out);
        case Part.HiddenThinking it -> hidden(it, out);
        case Part.Foreign it -> {
          if (it.dialect() == DialectName.GEMINI) {
            out.add(it.json());
          } else {
            losses.refuse("content: " + it.type());
          }
        }
      }
    }
  }

  private void thinking(Part.Thinking part, ArrayNode out) {
    if (part.signedBy() != DialectName.GEMINI || part.signature().isEmpty()) {
      losses.drop("thinking");
      return;
    }
    ObjectNode written = out.addObject().put("text", part.text()).put("thought", true);
    written.put("thoughtSignature", part.signature().get());
  }

  /** The proof of hidden thoughts stands on the part before it, as it came. */
  private void hidden(Part.HiddenThinking part, ArrayNode out) {
    if (part.signedBy() != DialectName.GEMINI) {
      losses.drop("thinking");
    } else if (!out.isEmpty()
        && out.get(out.size() - 1) instanceof ObjectNode before
        && before.has("text")
        && !before.has("thought")) {
      before.put("thoughtSignature", part.data());
    } else {
      out.addObject().put("text", "").put("thoughtSignature", part.data());
    }
  }

  private void call(Part.ToolCall call, ArrayNode out) {
    nameOfCall.put(call.id(), call.name());
    ObjectNode part = out.addObject();
    ObjectNode written = part.putObject("functionCall");
    if (request.from() != DialectName.GEMINI || !call.id().startsWith("call_")) {
      written.put("id", call.id());
    }
    written.put("name", call.name());
    String text = call.arguments().isEmpty() ? "{}" : call.arguments();
    Optional<JsonNode> arguments = Json.tree(text).filter(JsonNode::isObject);
    if (arguments.isEmpty()) {
      losses.drop("arguments that are no JSON object");
    }
    written.set("args", arguments.orElseGet(Json::newObject));
    call.signature().ifPresent(it -> part.put("thoughtSignature", it));
    dropMark(call.cached());
  }

  private void result(Part.ToolResult result, ArrayNode out) {
    String called = nameOfCall.get(result.callId());
    String name = called != null ? called : result.name().orElse(result.callId());
    ObjectNode written = out.addObject().putObject("functionResponse");
    if (request.from() != DialectName.GEMINI || !result.callId().startsWith("call_")) {
      written.put("id", result.callId());
    }
    written.put("name", name);
    String text =
        result.content().stream()
            .filter(Part.Text.class::isInstance)
            .map(it -> ((Part.Text) it).text())
            .collect(Collectors.joining("\n"));
    Optional<JsonNode> object = Json.tree(text).filter(JsonNode::isObject);
    if (object.isPresent() && !result.isError()) {
      written.set("response", object.get());
    } else {
      written.putObject("response").put(result.isError() ? "error" : "result", text);
    }
    // What a tool gave besides text stands beside its result.
    write(result.content().stream().filter(it -> !(it instanceof Part.Text)).toList(), out);
    dropMark(result.cached());
  }

  private void media(Part.Media media, ArrayNode out) {
    switch (media.source()) {
      case MediaSource.Inline(String type, String base64) ->
          out.addObject().putObject("inlineData").put("mimeType", type).put("data", base64);
      case MediaSource.Url(String url, Optional<String> type) -> {
        ObjectNode file = out.addObject().putObject("fileData");
        type.ifPresent(it -> file.put("mimeType", it));
        file.put("fileUri", url);
      }
      case MediaSource.PlainText(String text) -> out.addObject().put("text", text);
      case MediaSource.FileId _ -> losses.refuse("content: a file by its id");
    }
  }

  private void dropMark(Optional<CacheMark> mark) {
    if (mark.isPresent()) {
      losses.drop("cache_control");
    }
  }
}
