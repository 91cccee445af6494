package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Gathered;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.Json;
import java.util.List;

/** Writes an answer as one document. Of several choices the first is written. */
final class BedrockAnswerWriter {

  private BedrockAnswerWriter() {}

  static ObjectNode document(List<AnswerEvent> events) {
    Gathered answer = Gathered.of(events);
    if (answer.failed().isPresent()) {
      AnswerEvent.Failed failed = answer.failed().get();
      return BedrockErrors.tree(failed.kind(), failed.message());
    }
    ObjectNode root = Json.newObject();
    ObjectNode message = root.putObject("output").putObject("message").put("role", "assistant");
    ArrayNode content = message.putArray("content");
    answer.choices().stream()
        .limit(1)
        .forEach(choice -> {
          choice.parts().forEach(part -> part(part, content));
          root.put("stopReason", StopReasons.write(choice.reason(), choice.dialectReason()));
          choice.stopSequence().ifPresent(it -> stopSequence(root, it));
        });
    root.set("usage", BedrockUsage.write(answer.counts()));
    answer
        .used()
        .flatMap(AnswerEvent.Used::serviceTier)
        .ifPresent(it -> root.putObject("serviceTier").put("type", it));
    root.putObject("metrics").put("latencyMs", 0);
    return root;
  }

  static void stopSequence(ObjectNode root, String sequence) {
    root.putObject("additionalModelResponseFields").put("stop_sequence", sequence);
  }

  private static void part(Part part, ArrayNode content) {
    switch (part) {
      case Part.Text it -> text(it.text(), content);
      case Part.Refusal it -> text(it.text(), content);
      case Part.Thinking it -> {
        ObjectNode text =
            content.addObject().putObject("reasoningContent").putObject("reasoningText");
        text.put("text", it.text());
        it.signature()
            .ifPresent(sign -> text.put("signature", CarriedProof.signature(sign, it.signedBy())));
      }
      case Part.HiddenThinking it ->
          hidden(CarriedProof.hidden(it.data(), it.signedBy()), content.addObject());
      case Part.ToolCall it -> {
        it.signature()
            .ifPresent(sign -> hidden(CarriedProof.hiddenOfCall(sign), content.addObject()));
        ObjectNode use = content.addObject().putObject("toolUse");
        use.put("toolUseId", it.id()).put("name", it.name());
        JsonNode input = Json.tree(it.arguments()).orElse(Json.newObject());
        use.set("input", input.isObject() ? input : Json.newObject());
      }
      case Part.Foreign it -> {
        if (it.dialect() == DialectName.BEDROCK) {
          foreign(it, content);
        }
      }
      case Part.Media _ -> {}
      case Part.ToolResult _, Part.CustomCall _ -> {}
    }
  }

  private static void text(String text, ArrayNode content) {
    if (!text.isEmpty()) {
      content.addObject().put("text", text);
    }
  }

  static void hidden(String data, ObjectNode block) {
    block.putObject("reasoningContent").put("redactedContent", data);
  }

  /** A citation belongs to the text before it. */
  private static void foreign(Part.Foreign part, ArrayNode content) {
    if (!part.type().equals(BedrockAnswerReader.CITATION)) {
      content.add(part.json());
      return;
    }
    int last = content.size() - 1;
    JsonNode before = last < 0 ? Json.newObject() : content.get(last);
    if (before.path("citationsContent").path("citations") instanceof ArrayNode citations) {
      citations.add(part.json());
      return;
    }
    ObjectNode cited = Json.newObject();
    ObjectNode inside = cited.putObject("citationsContent");
    ArrayNode texts = inside.putArray("content");
    inside.putArray("citations").add(part.json());
    if (before.has("text")) {
      texts.add(before);
      content.set(last, cited);
    } else {
      content.add(cited);
    }
  }
}
