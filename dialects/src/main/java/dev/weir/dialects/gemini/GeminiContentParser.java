package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the contents of a request. */
final class GeminiContentParser {

  private static final Set<String> KNOWN = Set.of("role", "parts");
  private static final Set<String> KNOWN_OF_PART =
      Set.of(
          "text",
          "thought",
          "thoughtSignature",
          "functionCall",
          "functionResponse",
          "inlineData",
          "fileData");

  private final Map<String, JsonNode> extras;
  private final CallIds ids = new CallIds();

  GeminiContentParser(Map<String, JsonNode> extras) {
    this.extras = extras;
  }

  Turn instructions(At content) throws WrongJsonException {
    return new Turn(Turn.Role.SYSTEM, parts(Spelling.camel(content)));
  }

  Turn turn(At given) throws WrongJsonException {
    At content = Spelling.camel(given);
    unknown(content, KNOWN);
    Optional<At> role = content.member("role");
    String name = role.isEmpty() ? "" : role.get().asText();
    return switch (name) {
      case "", "user", "function", "tool" -> new Turn(Turn.Role.USER, parts(content));
      case "model" -> new Turn(Turn.Role.ASSISTANT, parts(content));
      default -> throw content.need("role").wrong("'user' or 'model'");
    };
  }

  private void unknown(At at, Set<String> known) {
    at.membersBeside(known).forEach((name, value) -> extras.put(at.path() + "." + name, value));
  }

  private List<Part> parts(At content) throws WrongJsonException {
    List<Part> parts = new ArrayList<>();
    for (At each : content.list("parts")) {
      part(Spelling.camel(each), each, parts);
    }
    return parts;
  }

  private void part(At part, At given, List<Part> parts) throws WrongJsonException {
    if (part.member("functionCall").isPresent()) {
      parts.add(call(part));
    } else if (part.member("functionResponse").isPresent()) {
      parts.add(result(Spelling.camel(part.need("functionResponse"))));
    } else if (part.member("inlineData").isPresent()) {
      parts.add(GeminiMedia.inline(part));
      signature(part, parts);
    } else if (part.member("fileData").isPresent()) {
      parts.add(GeminiMedia.file(part));
    } else if (part.member("text").isPresent() || part.member("thoughtSignature").isPresent()) {
      text(part, parts);
    } else {
      String type = part.node().isEmpty() ? "part" : part.node().fieldNames().next();
      parts.add(new Part.Foreign(DialectName.GEMINI, type, given.node()));
      return;
    }
    unknown(part, KNOWN_OF_PART);
  }

  private static void text(At part, List<Part> parts) throws WrongJsonException {
    String text = part.text("text").orElse("");
    if (part.flag("thought").orElse(false)) {
      thought(text, part.text("thoughtSignature"), parts);
      return;
    }
    if (!text.isEmpty() || part.text("thoughtSignature").isEmpty()) {
      parts.add(new Part.Text(text));
    }
    signature(part, parts);
  }

  /** The proof of an answer's text, or of a picture, is a thought of its own without words. */
  private static void signature(At part, List<Part> parts) throws WrongJsonException {
    Optional<String> signature = part.text("thoughtSignature");
    if (signature.isPresent()) {
      parts.add(new Part.Thinking("", signature, DialectName.GEMINI));
    }
  }

  /** Clients keep a streamed thought in pieces; the signature is the last of them. */
  private static void thought(String text, Optional<String> signature, List<Part> parts) {
    Optional<CarriedProof> carried = signature.flatMap(CarriedProof::of);
    String whole = text;
    boolean hidden = carried.isPresent() && carried.get().hidden();
    if (!hidden
        && !parts.isEmpty()
        && parts.getLast() instanceof Part.Thinking(String before, var proof, var _)
        && proof.isEmpty()) {
      parts.removeLast();
      whole = before + text;
    }
    parts.add(
        carried.isPresent()
            ? carried.get().part(whole)
            : new Part.Thinking(whole, signature, DialectName.GEMINI));
  }

  private Part call(At part) throws WrongJsonException {
    At call = Spelling.camel(part.need("functionCall"));
    String name = call.need("name").asText();
    Optional<At> arguments = call.object("args");
    return new Part.ToolCall(
        ids.ofCall(call.text("id").orElse(""), name),
        name,
        arguments.map(it -> Json.text(it.node())).orElse("{}"),
        part.text("thoughtSignature"),
        Optional.empty());
  }

  private Part result(At result) throws WrongJsonException {
    String name = result.need("name").asText();
    String id = ids.ofResult(result.text("id").orElse(""), name);
    JsonNode response = result.object("response").map(At::node).orElse(Json.newObject());
    List<Part> content = new ArrayList<>();
    boolean error = response.size() == 1 && response.path("error").isTextual();
    content.add(new Part.Text(error ? response.path("error").textValue() : textOf(response)));
    for (At each : result.list("parts")) {
      At part = Spelling.camel(each);
      if (part.member("inlineData").isPresent()) {
        content.add(GeminiMedia.inline(part));
      } else if (part.member("fileData").isPresent()) {
        content.add(GeminiMedia.file(part));
      } else {
        content.add(new Part.Foreign(DialectName.GEMINI, "functionResponse.parts", each.node()));
      }
    }
    return new Part.ToolResult(id, Optional.of(name), content, error, Optional.empty());
  }

  private static String textOf(JsonNode response) {
    if (response instanceof ObjectNode object && object.size() == 1) {
      JsonNode only = object.has("result") ? object.path("result") : object.path("output");
      if (only.isTextual()) {
        return only.textValue();
      }
    }
    return Json.text(response);
  }
}
