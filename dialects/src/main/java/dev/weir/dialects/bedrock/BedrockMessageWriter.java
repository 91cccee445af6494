package dev.weir.dialects.bedrock;

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
import java.util.Optional;

/**
 * Writes {@code system} and {@code messages}. Instructions, later ones too, become {@code system};
 * where there is nothing else, they are what the user says. Blank texts, which Bedrock refuses, are
 * left out: they say nothing.
 */
final class BedrockMessageWriter {

  private final CanonicalRequest request;
  private final BedrockModel model;
  private final Losses losses;
  private final BedrockMedia media;
  private final CallIds calls = new CallIds();
  private final Conversation conversation = new Conversation();

  BedrockMessageWriter(CanonicalRequest request, BedrockModel model, Losses losses) {
    this.request = request;
    this.model = model;
    this.losses = losses;
    this.media = new BedrockMedia(losses);
  }

  /** Writes both; {@code moreSystem} follows the instructions. */
  void write(ObjectNode root, ArrayNode moreSystem) {
    ArrayNode system = Json.newArray();
    for (Turn turn : request.turns()) {
      switch (turn.role()) {
        case SYSTEM, DEVELOPER -> instructions(turn, system);
        case USER -> user(turn);
        case ASSISTANT -> assistant(turn);
      }
    }
    if (request.from() != DialectName.BEDROCK
        && model.mayBeClaude()
        && conversation.endsWithoutSpace()) {
      losses.drop(Losses.SPACE_AT_THE_END);
    }
    ArrayNode messages = conversation.messages();
    if (messages.isEmpty() && !system.isEmpty()) {
      conversation.user(Json.newArray(), system);
      messages = conversation.messages();
      system = Json.newArray();
    }
    system.addAll(moreSystem);
    if (!system.isEmpty()) {
      root.set("system", system);
    }
    root.set("messages", messages);
  }

  private void instructions(Turn turn, ArrayNode out) {
    for (Part part : turn.parts()) {
      switch (part) {
        case Part.Text it -> add(it, out);
        case Part.Refusal it -> add(it, out);
        case Part.Foreign it -> add(it, out);
        case Part _ -> losses.refuse("content: an instruction that is no text");
      }
    }
  }

  private void user(Turn turn) {
    ArrayNode results = Json.newArray();
    ArrayNode content = Json.newArray();
    for (Part part : turn.parts()) {
      switch (part) {
        case Part.ToolResult it -> toolResult(it, results, content);
        case Part.ToolCall _ -> losses.refuse("content: a tool call outside an assistant's turn");
        case Part it -> add(it, content);
      }
    }
    conversation.user(results, content);
  }

  private void assistant(Turn turn) {
    ArrayNode content = Json.newArray();
    for (Part part : turn.parts()) {
      switch (part) {
        case Part.Media _ -> losses.refuse("content: media in an assistant's turn");
        case Part.ToolResult _ -> losses.refuse("content: a tool result outside a user's turn");
        case Part it -> add(it, content);
      }
    }
    if (!content.isEmpty()) {
      calls.endTurn(!conversation.modelSpokeLast());
      conversation.assistant(content);
    }
  }

  private void toolResult(Part.ToolResult result, ArrayNode results, ArrayNode content) {
    ArrayNode inside = Json.newArray();
    for (Part each : result.content()) {
      if (each instanceof Part.Media media && media.kind() == Part.Media.Kind.AUDIO) {
        losses.refuse("content: audio in a tool result");
        continue;
      }
      block(each).ifPresent(inside::add);
      cached(each).ifPresent(_ -> dropMark());
    }
    Optional<String> call = calls.result(result.callId());
    if (call.isEmpty()) {
      // Without its call it would be a 400; what it says may still matter.
      String kind = result.isError() ? "Error" : "Result";
      content.add(Conversation.text(kind + " of the tool call " + result.callId() + ":"));
      content.addAll(inside);
      mark(result.cached(), content);
      return;
    }
    ObjectNode written = results.addObject().putObject("toolResult");
    written.put("toolUseId", call.get());
    written.set("content", inside);
    if (result.isError()) {
      written.put("status", "error");
    }
    mark(result.cached(), results);
  }

  private void add(Part part, ArrayNode out) {
    Optional<ObjectNode> block = block(part);
    Optional<CacheMark> cached = cached(part);
    if (block.isPresent()) {
      out.add(block.get());
      mark(cached, out);
    } else if (cached.isPresent()) {
      dropMark();
    }
  }

  private static Optional<CacheMark> cached(Part part) {
    return switch (part) {
      case Part.Text it -> it.cached();
      case Part.Media it -> it.cached();
      case Part.ToolCall it -> it.cached();
      case Part.ToolResult it -> it.cached();
      case Part.Thinking _,
          Part.HiddenThinking _,
          Part.Refusal _,
          Part.CustomCall _,
          Part.Foreign _ ->
          Optional.empty();
    };
  }

  private void mark(Optional<CacheMark> mark, ArrayNode out) {
    if (mark.isPresent() && model.takesCachePoints()) {
      out.add(cachePoint(mark.get()));
    } else if (mark.isPresent()) {
      dropMark();
    }
  }

  static ObjectNode cachePoint(CacheMark mark) {
    ObjectNode block = Json.newObject();
    ObjectNode point = block.putObject("cachePoint").put("type", "default");
    mark.ttl().ifPresent(ttl -> point.put("ttl", ttl));
    return block;
  }

  private void dropMark() {
    losses.drop(CallerNames.of(request.from(), "cache_control"));
  }

  private Optional<ObjectNode> block(Part part) {
    return switch (part) {
      case Part.Text it -> text(it.text());
      case Part.Refusal it -> text(it.text());
      case Part.Media it -> media.write(it);
      case Part.ToolCall it -> Optional.of(toolUse(it));
      case Part.CustomCall _ -> {
        losses.refuse("content: a call of a custom tool");
        yield Optional.empty();
      }
      case Part.ToolResult _ -> Optional.empty();
      case Part.Thinking it -> {
        if (it.signature().isEmpty() || !isOurs(it.signedBy())) {
          losses.drop("thinking");
          yield Optional.empty();
        }
        ObjectNode block = Json.newObject();
        ObjectNode text = block.putObject("reasoningContent").putObject("reasoningText");
        text.put("text", it.text()).put("signature", it.signature().get());
        yield Optional.of(block);
      }
      case Part.HiddenThinking it -> {
        if (!isOurs(it.signedBy())) {
          losses.drop("thinking");
          yield Optional.empty();
        }
        ObjectNode block = Json.newObject();
        BedrockAnswerWriter.hidden(it.data(), block);
        yield Optional.of(block);
      }
      case Part.Foreign it -> {
        if (it.dialect() == DialectName.BEDROCK && it.json() instanceof ObjectNode json) {
          yield Optional.of(json.deepCopy());
        }
        losses.refuse("content: " + it.type());
        yield Optional.empty();
      }
    };
  }

  private static Optional<ObjectNode> text(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(Conversation.text(text));
  }

  /** Anthropic's proofs hold on Bedrock too, where a Claude takes them. */
  private boolean isOurs(DialectName signedBy) {
    return signedBy == DialectName.BEDROCK
        || (signedBy == DialectName.ANTHROPIC && model.isClaude());
  }

  /**
   * The input is an object. Arguments that are none, because the answer was cut off or the model
   * erred, become an empty one with a note: the result that follows tells what came of the call.
   */
  private ObjectNode toolUse(Part.ToolCall call) {
    ObjectNode block = Json.newObject();
    ObjectNode use = block.putObject("toolUse");
    use.put("toolUseId", calls.call(call.id())).put("name", call.name());
    Optional<JsonNode> input =
        call.arguments().isBlank()
            ? Optional.of(Json.newObject())
            : Json.tree(call.arguments()).filter(JsonNode::isObject);
    if (input.isEmpty()) {
      losses.drop(CallerNames.of(request.from(), "arguments"));
    }
    use.set("input", input.orElse(Json.newObject()));
    if (call.signature().isPresent()) {
      losses.drop("thought_signature");
    }
    return block;
  }
}
