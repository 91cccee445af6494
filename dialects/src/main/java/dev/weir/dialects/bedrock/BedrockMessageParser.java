package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CacheMark;
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

/**
 * Reads {@code system} and {@code messages}. A {@code cachePoint} is the mark of the part before
 * it. A block of another name, or with members that have no place here, is Bedrock's own.
 */
final class BedrockMessageParser {

  private final Map<String, JsonNode> extras;
  private Optional<String> signatureOfNextCall = Optional.empty();

  BedrockMessageParser(Map<String, JsonNode> extras) {
    this.extras = extras;
  }

  Turn system(At root) throws WrongJsonException {
    return new Turn(Turn.Role.SYSTEM, parts(root.array("system")));
  }

  Turn turn(At message) throws WrongJsonException {
    At role = message.need("role");
    Turn.Role speaker =
        switch (role.asText()) {
          case "user" -> Turn.Role.USER;
          case "assistant" -> Turn.Role.ASSISTANT;
          default -> throw role.wrong("'user' or 'assistant'");
        };
    message
        .membersBeside(Set.of("role", "content"))
        .forEach((name, value) -> extras.put(message.path() + "." + name, value));
    signatureOfNextCall = Optional.empty();
    return new Turn(speaker, parts(message.need("content").elements()));
  }

  private List<Part> parts(List<At> blocks) throws WrongJsonException {
    List<Part> parts = new ArrayList<>();
    for (At block : blocks) {
      Optional<At> point = block.expectObject().object("cachePoint");
      if (point.isEmpty()) {
        part(block).ifPresent(parts::add);
      } else {
        Optional<Part> marked =
            parts.isEmpty() ? Optional.empty() : marked(parts.getLast(), cacheMark(point.get()));
        if (marked.isPresent()) {
          parts.set(parts.size() - 1, marked.get());
        } else {
          extras.put(point.get().path(), point.get().node());
        }
      }
    }
    return parts;
  }

  static CacheMark cacheMark(At point) throws WrongJsonException {
    return new CacheMark(point.text("ttl"));
  }

  private static Optional<Part> marked(Part part, CacheMark mark) {
    Optional<CacheMark> cached = Optional.of(mark);
    return switch (part) {
      case Part.Text it -> Optional.of(new Part.Text(it.text(), cached));
      case Part.Media it ->
          Optional.of(new Part.Media(it.kind(), it.source(), it.detail(), it.name(), cached));
      case Part.ToolCall it ->
          Optional.of(
              new Part.ToolCall(it.id(), it.name(), it.arguments(), it.signature(), cached));
      case Part.ToolResult it ->
          Optional.of(
              new Part.ToolResult(it.callId(), it.name(), it.content(), it.isError(), cached));
      case Part.Thinking _,
          Part.HiddenThinking _,
          Part.Refusal _,
          Part.CustomCall _,
          Part.Foreign _ ->
          Optional.empty();
    };
  }

  private Optional<Part> part(At block) throws WrongJsonException {
    if (block.node().size() != 1) {
      return Optional.of(foreign(block));
    }
    String name = block.node().fieldNames().next();
    At inside = block.need(name);
    return switch (name) {
      case "text" -> Optional.of(new Part.Text(inside.asText()));
      case "image", "document", "video", "audio" ->
          Optional.of(
              BedrockMedia.read(name, inside.expectObject()).orElseGet(() -> foreign(block)));
      case "toolUse" -> Optional.of(toolUse(block, inside.expectObject()));
      case "toolResult" -> Optional.of(toolResult(block, inside.expectObject()));
      case "reasoningContent" -> reasoning(block, inside.expectObject());
      default -> Optional.of(foreign(block));
    };
  }

  private static Part foreign(At block) {
    String name = block.node().isEmpty() ? "block" : block.node().fieldNames().next();
    return new Part.Foreign(DialectName.BEDROCK, name, block.node());
  }

  private Part toolUse(At block, At use) throws WrongJsonException {
    if (!use.membersBeside(Set.of("toolUseId", "name", "input")).isEmpty()) {
      return foreign(block);
    }
    Optional<At> input = use.member("input");
    Optional<String> signature = signatureOfNextCall;
    signatureOfNextCall = Optional.empty();
    return new Part.ToolCall(
        use.need("toolUseId").asText(),
        use.need("name").asText(),
        input.map(it -> Json.text(it.node())).orElse("{}"),
        signature,
        Optional.empty());
  }

  private Part toolResult(At block, At result) throws WrongJsonException {
    if (!result.membersBeside(Set.of("toolUseId", "content", "status")).isEmpty()) {
      return foreign(block);
    }
    List<Part> content = new ArrayList<>();
    for (At each : result.array("content")) {
      Optional<At> json = each.expectObject().member("json");
      if (json.isPresent()) {
        content.add(new Part.Text(Json.text(json.get().node())));
      } else {
        Optional<Part> part = part(each);
        // What may not stand here passes as it came.
        content.add(part.filter(BedrockMessageParser::isContent).orElseGet(() -> foreign(each)));
      }
    }
    return new Part.ToolResult(
        result.need("toolUseId").asText(),
        Optional.empty(),
        content,
        result.text("status").orElse("success").equals("error"),
        Optional.empty());
  }

  private static boolean isContent(Part part) {
    return part instanceof Part.Text || part instanceof Part.Media || part instanceof Part.Foreign;
  }

  private Optional<Part> reasoning(At block, At reasoning) throws WrongJsonException {
    Optional<String> hidden = reasoning.text("redactedContent");
    if (hidden.isPresent()) {
      Optional<String> ofCall = CarriedProof.signatureOfCall(hidden.get());
      if (ofCall.isPresent()) {
        signatureOfNextCall = ofCall;
        return Optional.empty();
      }
      CarriedProof proof = CarriedProof.ofHidden(hidden.get());
      return Optional.of(new Part.HiddenThinking(proof.proof(), proof.signedBy()));
    }
    Optional<At> shown = reasoning.object("reasoningText");
    if (shown.isEmpty()) {
      return Optional.of(foreign(block));
    }
    Optional<CarriedProof> proof = shown.get().text("signature").map(CarriedProof::ofSignature);
    return Optional.of(
        new Part.Thinking(
            shown.get().text("text").orElse(""),
            proof.map(CarriedProof::proof),
            proof.map(CarriedProof::signedBy).orElse(DialectName.BEDROCK)));
  }
}
