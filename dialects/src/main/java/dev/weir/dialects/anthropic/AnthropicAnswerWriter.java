package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.Gathered;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes an answer as one document. This dialect has one choice: the first. */
final class AnthropicAnswerWriter {

  private AnthropicAnswerWriter() {}

  static ObjectNode document(List<AnswerEvent> events, AnswerContext context) {
    Gathered answer = Gathered.of(events);
    if (answer.failed().isPresent()) {
      AnswerEvent.Failed failed = answer.failed().get();
      return AnthropicErrors.tree(failed.kind(), failed.message())
          .put("request_id", context.requestId());
    }
    ObjectNode root = head(answer.id(), answer.model(), context);
    ArrayNode content = root.putArray("content");
    Optional<Gathered.Choice> first = answer.choices().stream().findFirst();
    FinishReason reason = first.map(Gathered.Choice::reason).orElse(FinishReason.OTHER);
    boolean calls = false;
    MessageMembers members = new MessageMembers();
    if (first.isPresent()) {
      first.get().parts(Part.Foreign.class).stream()
          .filter(it -> it.dialect() == DialectName.ANTHROPIC && MessageMembers.isOne(it.type()))
          .forEach(it -> members.take(it.type(), it.json()));
      boolean declined = reason == FinishReason.REFUSAL;
      first.get().parts().forEach(part -> part(part, declined, content));
      calls = !first.get().parts(Part.ToolCall.class).isEmpty();
    }
    root.put(
        "stop_reason",
        StopReasons.write(reason, calls, first.map(Gathered.Choice::dialectReason).orElse("")));
    root.put("stop_sequence", first.flatMap(Gathered.Choice::stopSequence).orElse(null));
    if (reason == FinishReason.REFUSAL) {
      first.ifPresent(it -> stopDetails(root, words(it)));
    }
    root.set(
        "usage",
        answer
            .used()
            .map(AnthropicUsage::write)
            .orElseGet(() -> AnthropicUsage.write(TokenCounts.NONE)));
    members.into(root);
    return root;
  }

  private static String words(Gathered.Choice choice) {
    return choice.parts(Part.Refusal.class).stream()
        .map(Part.Refusal::text)
        .collect(Collectors.joining());
  }

  /** Why the model declined, where it says so. */
  static void stopDetails(ObjectNode node, String words) {
    if (!words.isEmpty()) {
      ObjectNode details = node.putObject("stop_details").put("type", "refusal");
      details.putNull("category").put("explanation", words);
    }
  }

  static ObjectNode head(String id, String model, AnswerContext context) {
    ObjectNode root = Json.newObject();
    root.put("id", id.isEmpty() ? "msg_" + context.requestId() : id);
    root.put("type", "message");
    root.put("role", "assistant");
    root.put("model", model.isEmpty() ? context.model() : model);
    return root;
  }

  private static void part(Part part, boolean declined, ArrayNode content) {
    switch (part) {
      case Part.Text it -> content.add(Conversation.text(it.text()));
      case Part.Refusal it -> {
        // Words of the model; why it was stopped stands in stop_details.
        if (!declined) {
          content.add(Conversation.text(it.text()));
        }
      }
      case Part.Thinking it -> content.add(thinking(it));
      case Part.HiddenThinking it -> content.add(hidden(it.data(), it.signedBy()));
      case Part.ToolCall it -> {
        it.signature().ifPresent(signature -> content.add(signatureOfCall(signature)));
        content.add(toolUse(it.id(), it.name(), input(it.arguments())));
      }
      case Part.Foreign it -> {
        if (it.dialect() != DialectName.ANTHROPIC) {
          return;
        }
        if (it.type().equals(BlockReader.CITATION)) {
          cite(it.json(), content);
        } else if (!MessageMembers.isOne(it.type())) {
          content.add(it.json());
        }
      }
      case Part.Media _, Part.ToolResult _, Part.CustomCall _ -> {
        // No answer has them, since no request has custom tools.
      }
    }
  }

  private static void cite(JsonNode source, ArrayNode content) {
    if (content.path(content.size() - 1) instanceof ObjectNode last
        && last.path("type").asText().equals("text")) {
      last.withArrayProperty("citations").add(source);
    }
  }

  private static ObjectNode thinking(Part.Thinking thinking) {
    String signature =
        thinking.signature().map(it -> CarriedThinking.text(it, thinking.signedBy())).orElse("");
    return Json.newObject()
        .put("type", "thinking")
        .put("thinking", thinking.text())
        .put("signature", signature);
  }

  static ObjectNode hidden(String data, DialectName signedBy) {
    return Json.newObject()
        .put("type", "redacted_thinking")
        .put("data", CarriedThinking.text(data, signedBy));
  }

  static ObjectNode signatureOfCall(String signature) {
    return Json.newObject()
        .put("type", "redacted_thinking")
        .put("data", CarriedThinking.textOfCall(signature));
  }

  static ObjectNode toolUse(String id, String name, JsonNode input) {
    ObjectNode block = Json.newObject().put("type", "tool_use");
    block.put("id", id).put("name", name).set("input", input);
    return block;
  }

  /** Arguments that were cut off are no object and become an empty one, as the reason tells. */
  private static JsonNode input(String arguments) {
    return Json.tree(arguments).filter(JsonNode::isObject).orElseGet(Json::newObject);
  }
}
