package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CacheMark;
import dev.weir.dialects.canonical.CallerNames;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.MadeIds;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes the contents of a request. Neighbouring turns of one role are one content; within it the
 * results of tools come first, in the order of their calls, because Gemini goes by that order.
 */
final class GeminiContentWriter {

  /**
   * Stands where Gemini 3 demands the signature of a call that another model made (Google's
   * documentation of thought signatures names it).
   */
  private static final String SIGNATURE_OF_NOBODY = "skip_thought_signature_validator";

  private final Losses losses;
  private final boolean demandsSignatures;
  private final boolean takesCallIds;
  private final boolean takesInstructions;
  private final DialectName from;
  private final Map<String, Part.ToolCall> calls = new HashMap<>();
  private final Map<String, Integer> order = new HashMap<>();

  GeminiContentWriter(CanonicalRequest request, GeminiServer server, Losses losses) {
    this.losses = losses;
    this.takesCallIds = server.takesCallIds(request.model());
    this.from = request.from();
    this.takesInstructions =
        from == DialectName.GEMINI || ThinkingConfig.takesInstructions(request.model());
    this.demandsSignatures =
        request.from() != DialectName.GEMINI && ThinkingConfig.isGemini3(request.model());
    for (Turn turn : request.turns()) {
      for (Part part : turn.parts()) {
        if (part instanceof Part.ToolCall call) {
          calls.put(call.id(), call);
          order.putIfAbsent(call.id(), order.size());
        }
      }
    }
  }

  /** Instructions, later ones too, go into {@code systemInstruction} in their order. */
  void write(List<Turn> turns, ObjectNode root) {
    ArrayNode instructions = Json.newArray();
    ArrayNode contents = Json.newArray();
    List<Part> open = new ArrayList<>();
    Turn.Role role = Turn.Role.USER;
    for (Turn turn : turns) {
      switch (turn.role()) {
        case SYSTEM, DEVELOPER -> turn.parts().forEach(it -> part(it, instructions));
        case USER, ASSISTANT -> {
          if (turn.role() != role) {
            content(role, open, contents);
            open.clear();
            role = turn.role();
          }
          open.addAll(turn.parts());
        }
      }
    }
    content(role, open, contents);
    if (contents.isEmpty() && !instructions.isEmpty() && from != DialectName.GEMINI) {
      // Gemini refuses to answer nobody.
      contents.addObject().put("role", "user").set("parts", instructions);
    } else if (!instructions.isEmpty() && !takesInstructions) {
      tellUser(instructions, contents);
    } else if (!instructions.isEmpty()) {
      root.putObject("systemInstruction").set("parts", instructions);
    }
    root.set("contents", contents);
  }

  /** The user says them first. */
  private static void tellUser(ArrayNode instructions, ArrayNode contents) {
    if (!contents.path(0).path("role").asText().equals("user")) {
      contents.insertObject(0).put("role", "user").putArray("parts");
    }
    if (contents.path(0).path("parts") instanceof ArrayNode parts) {
      ArrayNode said = parts.deepCopy();
      parts.removeAll();
      parts.addAll(instructions);
      parts.addAll(said);
    }
  }

  private void content(Turn.Role role, List<Part> all, ArrayNode contents) {
    ArrayNode parts = Json.newArray();
    if (role == Turn.Role.ASSISTANT) {
      model(all, parts);
    } else {
      user(all, parts);
    }
    // Gemini refuses a content without parts.
    if (!parts.isEmpty()) {
      ObjectNode content = contents.addObject();
      content.put("role", role == Turn.Role.ASSISTANT ? "model" : "user");
      content.set("parts", parts);
    }
  }

  private void user(List<Part> all, ArrayNode parts) {
    ArrayNode rest = Json.newArray();
    all.stream()
        .filter(this::answersACall)
        .map(Part.ToolResult.class::cast)
        .sorted(Comparator.comparingInt(it -> order.getOrDefault(it.callId(), -1)))
        .forEach(it -> result(it, parts, rest));
    parts.addAll(rest);
    for (Part part : all) {
      if (answersACall(part)) {
        continue;
      }
      if (part instanceof Part.ToolResult result) {
        orphan(result, parts);
      } else {
        part(part, parts);
      }
    }
  }

  private boolean answersACall(Part part) {
    return part instanceof Part.ToolResult it
        && (from == DialectName.GEMINI || calls.containsKey(it.callId()));
  }

  /** Without its call it would be a 400; what it says may still matter. */
  private void orphan(Part.ToolResult result, ArrayNode parts) {
    String kind = result.isError() ? "Error" : "Result";
    text(kind + " of the tool call " + result.callId() + ":", parts);
    result.content().forEach(it -> part(it, parts));
    dropMark(result.cached());
  }

  private void result(Part.ToolResult result, ArrayNode parts, ArrayNode rest) {
    ObjectNode written = parts.addObject().putObject("functionResponse");
    if (takes(result.callId())) {
      written.put("id", result.callId());
    }
    Part.ToolCall call = calls.get(result.callId());
    written.put("name", call == null ? result.name().orElse(result.callId()) : call.name());
    String text =
        result.content().stream()
            .filter(Part.Text.class::isInstance)
            .map(it -> ((Part.Text) it).text())
            .collect(Collectors.joining("\n"));
    if (result.isError()) {
      written.putObject("response").put("error", text);
    } else {
      JsonNode response =
          Json.tree(text)
              .filter(JsonNode::isObject)
              .orElseGet(() -> Json.newObject().put("result", text));
      written.set("response", response);
    }
    result.content().stream()
        .filter(it -> !(it instanceof Part.Text))
        .forEach(it -> part(it, rest));
    dropMark(result.cached());
  }

  private void model(List<Part> all, ArrayNode parts) {
    boolean first = true;
    for (Part part : all) {
      switch (part) {
        case Part.ToolCall call -> {
          call(call, first, parts);
          first = false;
        }
        case Part.Thinking it -> thinking(it, parts);
        case Part.HiddenThinking(String data, DialectName signedBy)
            when signedBy == DialectName.GEMINI ->
            parts.addObject().put("text", "").put("thoughtSignature", data);
        default -> part(part, parts);
      }
    }
  }

  private void call(Part.ToolCall call, boolean first, ArrayNode parts) {
    ObjectNode part = parts.addObject();
    ObjectNode written = part.putObject("functionCall");
    if (takes(call.id())) {
      written.put("id", call.id());
    }
    written.put("name", call.name());
    Optional<JsonNode> arguments = Json.tree(call.arguments()).filter(JsonNode::isObject);
    if (arguments.isEmpty() && !call.arguments().isBlank()) {
      losses.drop(CallerNames.of(from, "arguments"));
    }
    written.set("args", arguments.orElse(Json.newObject()));
    Optional<String> signature =
        call.signature().isEmpty() && first && demandsSignatures
            ? Optional.of(SIGNATURE_OF_NOBODY)
            : call.signature();
    signature.ifPresent(it -> part.put("thoughtSignature", it));
    dropMark(call.cached());
  }

  private boolean takes(String id) {
    return takesCallIds && !MadeIds.isMade(id);
  }

  private void thinking(Part.Thinking thinking, ArrayNode parts) {
    if (thinking.signedBy() != DialectName.GEMINI) {
      losses.drop("thinking");
      return;
    }
    ObjectNode part = Json.newObject().put("text", thinking.text());
    if (!thinking.text().isEmpty()) {
      part.put("thought", true);
    }
    thinking.signature().ifPresent(it -> part.put("thoughtSignature", it));
    if (part.size() > 1) {
      parts.add(part);
    }
  }

  private void part(Part part, ArrayNode parts) {
    switch (part) {
      case Part.Text it -> {
        text(it.text(), parts);
        dropMark(it.cached());
      }
      case Part.Refusal it -> text(it.text(), parts);
      case Part.Media it -> GeminiMedia.write(it, parts, from, losses);
      case Part.Foreign it -> {
        if (it.dialect() == DialectName.GEMINI) {
          parts.add(it.json());
        } else {
          losses.refuse("content: " + it.type());
        }
      }
      case Part.Thinking _, Part.HiddenThinking _ -> losses.drop("thinking");
      case Part.ToolCall _ -> losses.refuse("content: a tool call outside an assistant's turn");
      case Part.CustomCall _ -> losses.refuse("content: a call of a custom tool");
      case Part.ToolResult _ -> losses.refuse("content: a tool result outside a user's turn");
    }
  }

  /** Vertex refuses a text without characters. */
  private static void text(String text, ArrayNode parts) {
    if (!text.isEmpty()) {
      parts.addObject().put("text", text);
    }
  }

  private void dropMark(Optional<CacheMark> mark) {
    if (mark.isPresent()) {
      losses.drop(CallerNames.of(from, "cache_control"));
    }
  }
}
