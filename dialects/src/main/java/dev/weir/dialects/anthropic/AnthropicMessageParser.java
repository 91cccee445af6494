package dev.weir.dialects.anthropic;

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
import java.util.function.Function;

/**
 * Reads the messages of a request: one turn for each message, one part for each block. Fields of a
 * block that have no place in its part (a text's {@code citations}, a call's {@code caller}) go to
 * the extras by their path, in which the block's number is the part's; see {@link BlockExtras}.
 */
final class AnthropicMessageParser {

  private static final Set<String> TEXT = Set.of("type", "text", "cache_control");
  private static final Set<String> TOOL_USE =
      Set.of("type", "id", "name", "input", "cache_control");
  private static final Set<String> TOOL_RESULT =
      Set.of("type", "tool_use_id", "content", "is_error", "cache_control");
  private static final Set<String> THINKING = Set.of("type", "thinking", "signature");
  private static final Set<String> REDACTED = Set.of("type", "data");

  private final Map<String, JsonNode> extras;

  AnthropicMessageParser(Map<String, JsonNode> extras) {
    this.extras = extras;
  }

  Turn turn(At message) throws WrongJsonException {
    message
        .membersBeside(Set.of("role", "content"))
        .forEach((name, value) -> extras.put(message.path() + "." + name, value));
    At role = message.need("role");
    Turn.Role whose =
        switch (role.asText()) {
          case "user" -> Turn.Role.USER;
          case "assistant" -> Turn.Role.ASSISTANT;
          case "system" -> Turn.Role.SYSTEM;
          default -> throw role.wrong("'user', 'assistant' or 'system'");
        };
    At content = message.need("content");
    return new Turn(whose, whose == Turn.Role.SYSTEM ? instructions(content) : content(content));
  }

  /** What a system says, in which more may stand than the instructions. */
  List<Part> instructions(At content) throws WrongJsonException {
    return content(content, BillingHeader::apart);
  }

  private List<Part> content(At content) throws WrongJsonException {
    return content(content, List::of);
  }

  /** A string, or an array of blocks, each of which may be several parts. */
  private List<Part> content(At content, Function<Part, List<Part>> apart)
      throws WrongJsonException {
    if (content.node().isTextual()) {
      return apart.apply(new Part.Text(content.asText()));
    }
    if (!content.node().isArray()) {
      throw content.wrong("a string or an array");
    }
    List<Part> parts = new ArrayList<>();
    Optional<String> signatureOfCall = Optional.empty();
    for (At block : content.elements()) {
      String type = block.expectObject().need("type").asText();
      if (type.equals("redacted_thinking")) {
        Optional<String> signature = CarriedThinking.signatureOfCall(block.need("data").asText());
        if (signature.isPresent()) {
          signatureOfCall = signature;
          continue;
        }
      }
      String path = content.path() + "[" + parts.size() + "]";
      parts.addAll(apart.apply(part(type, block, path, signatureOfCall)));
      signatureOfCall = Optional.empty();
    }
    return parts;
  }

  private Part part(String type, At block, String path, Optional<String> signatureOfCall)
      throws WrongJsonException {
    return switch (type) {
      case "text" -> {
        keep(block, path, TEXT);
        yield new Part.Text(block.need("text").asText(), cached(block));
      }
      case "image", "document" -> {
        Part read = AnthropicMedia.read(type, block);
        if (read instanceof Part.Media) {
          keep(block, path, AnthropicMedia.KNOWN);
        }
        yield read;
      }
      case "tool_use" -> {
        keep(block, path, TOOL_USE);
        yield new Part.ToolCall(
            block.need("id").asText(),
            block.need("name").asText(),
            block.member("input").map(it -> Json.text(it.node())).orElse("{}"),
            signatureOfCall,
            cached(block));
      }
      case "tool_result" -> {
        keep(block, path, TOOL_RESULT);
        yield toolResult(block, path);
      }
      case "thinking" -> {
        keep(block, path, THINKING);
        CarriedThinking proof = CarriedThinking.of(block.text("signature").orElse(""));
        yield new Part.Thinking(
            block.need("thinking").asText(),
            Optional.of(proof.proof()).filter(it -> !it.isEmpty()),
            proof.signedBy());
      }
      case "redacted_thinking" -> {
        keep(block, path, REDACTED);
        CarriedThinking proof = CarriedThinking.of(block.need("data").asText());
        yield new Part.HiddenThinking(proof.proof(), proof.signedBy());
      }
      default -> foreign(type, block);
    };
  }

  static Part foreign(String type, At block) throws WrongJsonException {
    return new Part.Foreign(DialectName.ANTHROPIC, type, block.node(), PlainBlocks.of(type, block));
  }

  private Part toolResult(At block, String path) throws WrongJsonException {
    Optional<At> content = block.member("content");
    List<Part> parts = new ArrayList<>();
    if (content.isPresent() && content.get().node().isTextual()) {
      parts.add(new Part.Text(content.get().asText()));
    } else if (content.isPresent()) {
      for (At each : content.get().elements()) {
        String type = each.expectObject().need("type").asText();
        String place = path + ".content[" + parts.size() + "]";
        parts.add(
            switch (type) {
              case "text", "image", "document" -> part(type, each, place, Optional.empty());
              default -> foreign(type, each);
            });
      }
    }
    return new Part.ToolResult(
        block.need("tool_use_id").asText(),
        Optional.empty(),
        parts,
        block.flag("is_error").orElse(false),
        cached(block));
  }

  /** What a part has no place for; empty lists and the usual caller say nothing. */
  private void keep(At block, String path, Set<String> known) {
    block
        .membersBeside(known)
        .forEach((name, value) -> {
          boolean usual = name.equals("caller") && value.path("type").asText("").equals("direct");
          if (!usual && !(value.isArray() && value.isEmpty())) {
            extras.put(path + "." + name, value);
          }
        });
  }

  static Optional<CacheMark> cached(At at) throws WrongJsonException {
    Optional<At> mark = at.object("cache_control");
    return mark.isEmpty() ? Optional.empty() : Optional.of(new CacheMark(mark.get().text("ttl")));
  }
}
