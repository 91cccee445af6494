package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CacheMark;
import dev.weir.dialects.canonical.CallerNames;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes {@code system} and {@code messages}.
 *
 * <p>Instructions at the beginning become {@code system}; where there is nothing else, they are
 * what the user says. Later ones stay where they are, since they may speak of what is around them:
 * as a turn of the role {@code system} where the model takes one there, which is after a user's
 * turn and before the model's, else as the user's text between {@code <system>} marks.
 *
 * <p>Blank texts, which Anthropic refuses, are left out: they say nothing.
 */
final class AnthropicMessageWriter {

  /** What no tool answers with, and what a message would take for another thing. */
  private static final Set<String> NO_CONTENT =
      Set.of("thinking", "redacted_thinking", "tool_use", "tool_result");

  private final CanonicalRequest request;
  private final ClaudeModel model;
  private final Losses losses;
  private final BlockExtras extras;
  private final CallIds calls = new CallIds();
  private final Conversation conversation = new Conversation();

  AnthropicMessageWriter(
      CanonicalRequest request, ClaudeModel model, Losses losses, BlockExtras extras) {
    this.request = request;
    this.model = model;
    this.losses = losses;
    this.extras = extras;
  }

  /** Writes both; {@code moreSystem} follows the instructions. */
  void write(ObjectNode root, ArrayNode moreSystem) {
    List<Turn> turns = request.turns();
    ArrayNode system = Json.newArray();
    int next = 0;
    while (next < turns.size() && isInstruction(turns.get(next))) {
      instructions(next, system);
      next++;
    }
    if (next == turns.size()) {
      conversation.user(Json.newArray(), system);
      system = Json.newArray();
    }
    for (; next < turns.size(); next++) {
      switch (turns.get(next).role()) {
        case SYSTEM, DEVELOPER -> laterInstructions(next);
        case USER -> user(next);
        case ASSISTANT -> assistant(next);
      }
    }
    if (request.from() != DialectName.ANTHROPIC && conversation.endsWithoutSpace()) {
      losses.drop(Losses.SPACE_AT_THE_END);
    }
    system.addAll(moreSystem);
    if (!system.isEmpty()) {
      Conversation.setContent(root, "system", system);
    }
    root.set("messages", conversation.messages());
  }

  private static boolean isInstruction(Turn turn) {
    return turn.role() == Turn.Role.SYSTEM || turn.role() == Turn.Role.DEVELOPER;
  }

  private void instructions(int turn, ArrayNode out) {
    List<Part> parts = request.turns().get(turn).parts();
    for (int i = 0; i < parts.size(); i++) {
      switch (parts.get(i)) {
        case Part.Text it -> add(turn, i, it, out);
        case Part.Refusal it -> add(turn, i, it, out);
        case Part.Foreign it -> add(turn, i, it, out);
        case Part _ -> losses.refuse("content: an instruction that is no text");
      }
    }
  }

  private void laterInstructions(int turn) {
    ArrayNode blocks = Json.newArray();
    instructions(turn, blocks);
    if (blocks.isEmpty()) {
      return;
    }
    if (model.takesSystemTurns() && isPlaceOfSystemTurn(turn)) {
      conversation.system(blocks);
      return;
    }
    for (JsonNode block : blocks) {
      if (block instanceof ObjectNode node && node.path("type").asText().equals("text")) {
        node.put("text", "<system>\n" + node.path("text").asText() + "\n</system>");
      }
    }
    conversation.user(Json.newArray(), blocks);
  }

  private boolean isPlaceOfSystemTurn(int turn) {
    List<Turn> turns = request.turns();
    int next = turn + 1;
    while (next < turns.size() && isInstruction(turns.get(next))) {
      next++;
    }
    boolean afterUser =
        conversation.lastRole().equals("user") || conversation.lastRole().equals("system");
    return afterUser && (next == turns.size() || speaks(turns.get(next)));
  }

  private static boolean speaks(Turn turn) {
    return turn.role() == Turn.Role.ASSISTANT && !turn.parts().isEmpty();
  }

  private void user(int turn) {
    List<Part> parts = request.turns().get(turn).parts();
    ArrayNode results = Json.newArray();
    ArrayNode content = Json.newArray();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Part.ToolResult result) {
        toolResult(turn, i, result, results, content);
      } else if (parts.get(i) instanceof Part.ToolCall) {
        losses.refuse("content: a tool call outside an assistant's turn");
      } else {
        add(turn, i, parts.get(i), content);
      }
    }
    conversation.user(results, content);
  }

  private void toolResult(
      int turn, int part, Part.ToolResult result, ArrayNode results, ArrayNode content) {
    ArrayNode inside = Json.newArray();
    result.content().forEach(it -> block(it).ifPresent(inside::add));
    Optional<String> call = calls.result(result.callId());
    if (call.isEmpty()) {
      // Without its call it would be a 400; what it says may still matter.
      String kind = result.isError() ? "Error" : "Result";
      content.add(Conversation.text(kind + " of the tool call " + result.callId() + ":"));
      for (JsonNode each : inside) {
        String type = each.path("type").asText();
        if (NO_CONTENT.contains(type)) {
          losses.refuse("content: " + type);
        } else {
          content.add(each);
        }
      }
      return;
    }
    ObjectNode written = results.addObject().put("type", "tool_result");
    written.put("tool_use_id", call.get());
    if (!inside.isEmpty()) {
      Conversation.setContent(written, "content", inside);
    }
    if (result.isError()) {
      written.put("is_error", true);
    }
    mark(result.cached(), written);
    extras.restorePart(turn, part, written);
  }

  private void assistant(int turn) {
    List<Part> parts = request.turns().get(turn).parts();
    ArrayNode content = Json.newArray();
    for (int i = 0; i < parts.size(); i++) {
      switch (parts.get(i)) {
        case Part.Media _ -> losses.refuse("content: media in an assistant's turn");
        case Part.ToolResult _ -> losses.refuse("content: a tool result outside a user's turn");
        case Part it -> add(turn, i, it, content);
      }
    }
    if (!content.isEmpty()) {
      calls.endTurn(!conversation.lastRole().equals("assistant"));
      conversation.assistant(content);
    }
  }

  private void add(int turn, int place, Part part, ArrayNode out) {
    Optional<ObjectNode> block = block(part);
    if (block.isPresent()) {
      extras.restorePart(turn, place, block.get());
      out.add(block.get());
    }
  }

  private Optional<ObjectNode> block(Part part) {
    return switch (part) {
      case Part.Text it -> {
        if (it.text().isBlank()) {
          it.cached().ifPresent(_ -> losses.drop("cache_control"));
          yield Optional.empty();
        }
        ObjectNode block = Conversation.text(it.text());
        mark(it.cached(), block);
        yield Optional.of(block);
      }
      case Part.Refusal it ->
          it.text().isBlank() ? Optional.empty() : Optional.of(Conversation.text(it.text()));
      case Part.Media it -> {
        Optional<ObjectNode> block = AnthropicMedia.write(it, losses);
        block.ifPresent(written -> mark(it.cached(), written));
        yield block;
      }
      case Part.ToolCall it -> Optional.of(toolUse(it));
      case Part.CustomCall _ -> {
        losses.refuse("content: a call of a custom tool");
        yield Optional.empty();
      }
      case Part.ToolResult _ -> Optional.empty();
      case Part.Thinking it -> thinking(it);
      case Part.HiddenThinking it -> hidden(it);
      case Part.Foreign it -> {
        if (it.dialect() == DialectName.ANTHROPIC && it.json() instanceof ObjectNode json) {
          yield Optional.of(json.deepCopy());
        }
        losses.refuse("content: " + it.type());
        yield Optional.empty();
      }
    };
  }

  /**
   * The input is an object. Arguments that are none, because the answer was cut off or the model
   * erred, become an empty one with a note: the result that follows tells what came of the call.
   */
  private ObjectNode toolUse(Part.ToolCall call) {
    ObjectNode block = Json.newObject().put("type", "tool_use");
    block.put("id", calls.call(call.id())).put("name", call.name());
    Optional<JsonNode> input =
        call.arguments().isBlank()
            ? Optional.of(Json.newObject())
            : Json.tree(call.arguments()).filter(JsonNode::isObject);
    if (input.isEmpty()) {
      losses.drop(CallerNames.of(request.from(), "arguments"));
    }
    block.set("input", input.orElse(Json.newObject()));
    if (call.signature().isPresent()) {
      losses.drop("thought_signature");
    }
    mark(call.cached(), block);
    return block;
  }

  /**
   * Only what Anthropic signed goes back to it. Bedrock's signatures are Anthropic's where it
   * served a Claude, and thinking moves between the two
   * (platform.claude.com/docs/en/build-with-claude/extended-thinking, on thinking encryption).
   */
  private boolean isOurs(DialectName signedBy) {
    return signedBy == DialectName.ANTHROPIC
        || (signedBy == DialectName.BEDROCK && model.isClaude());
  }

  private Optional<ObjectNode> thinking(Part.Thinking thinking) {
    if (thinking.signature().isEmpty() || !isOurs(thinking.signedBy())) {
      losses.drop("thinking");
      return Optional.empty();
    }
    ObjectNode block = Json.newObject().put("type", "thinking");
    block.put("thinking", thinking.text()).put("signature", thinking.signature().get());
    return Optional.of(block);
  }

  private Optional<ObjectNode> hidden(Part.HiddenThinking thinking) {
    if (!isOurs(thinking.signedBy())) {
      losses.drop("thinking");
      return Optional.empty();
    }
    return Optional.of(
        Json.newObject().put("type", "redacted_thinking").put("data", thinking.data()));
  }

  static void mark(Optional<CacheMark> mark, ObjectNode node) {
    mark.ifPresent(it -> {
      ObjectNode control = node.putObject("cache_control").put("type", "ephemeral");
      it.ttl().ifPresent(ttl -> control.put("ttl", ttl));
    });
  }
}
