package dev.weir.dialects.gemini;

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
import java.util.List;
import java.util.Optional;

/** Writes an answer as one document. */
final class GeminiAnswerWriter {

  private GeminiAnswerWriter() {}

  static ObjectNode document(List<AnswerEvent> events, AnswerContext context) {
    Gathered answer = Gathered.of(events);
    if (answer.failed().isPresent()) {
      AnswerEvent.Failed failed = answer.failed().get();
      return GeminiErrors.tree(failed.kind().status(), failed.kind(), failed.message());
    }
    ObjectNode root = Json.newObject();
    ArrayNode candidates = root.putArray("candidates");
    for (Gathered.Choice choice : answer.choices()) {
      ObjectNode candidate = candidates.addObject();
      ArrayNode parts = content(candidate);
      choice.parts().forEach(part -> part(part, parts));
      candidate.put("finishReason", reasonOf(choice.reason()));
      candidate.put("index", choice.number());
    }
    answer.used().ifPresent(used -> root.set("usageMetadata", GeminiUsage.write(used.counts())));
    head(root, answer.id(), answer.model(), context);
    return root;
  }

  static ArrayNode content(ObjectNode candidate) {
    ObjectNode content = candidate.putObject("content");
    ArrayNode parts = content.putArray("parts");
    content.put("role", "model");
    return parts;
  }

  static void head(ObjectNode root, String id, String model, AnswerContext context) {
    root.put("modelVersion", model.isEmpty() ? context.model() : model);
    root.put("responseId", id.isEmpty() ? context.requestId() : id);
  }

  private static void part(Part part, ArrayNode parts) {
    switch (part) {
      case Part.Text it -> parts.addObject().put("text", it.text());
      case Part.Refusal it -> parts.addObject().put("text", it.text());
      case Part.Thinking it -> {
        ObjectNode written = parts.addObject().put("text", it.text()).put("thought", true);
        if (it.signedBy() == DialectName.GEMINI) {
          it.signature().ifPresent(sign -> written.put("thoughtSignature", sign));
        }
      }
      case Part.HiddenThinking it -> {
        if (it.signedBy() == DialectName.GEMINI) {
          parts.addObject().put("text", "").put("thoughtSignature", it.data());
        }
      }
      case Part.ToolCall it -> call(it.id(), it.name(), it.arguments(), it.signature(), parts);
      case Part.Foreign it -> {
        if (it.dialect() == DialectName.GEMINI && !it.type().equals("groundingMetadata")) {
          parts.add(it.json());
        }
      }
      case Part.Media _, Part.ToolResult _ -> {}
    }
  }

  static void call(
      String id, String name, String arguments, Optional<String> signature, ArrayNode parts) {
    ObjectNode part = parts.addObject();
    ObjectNode call = part.putObject("functionCall").put("id", id).put("name", name);
    // Cut off with the answer: what is no object cannot be said.
    call.set("args", Json.tree(arguments).filter(JsonNode::isObject).orElseGet(Json::newObject));
    signature.ifPresent(it -> part.put("thoughtSignature", it));
  }

  /** Gemini has one reason for every end of the model's own. */
  static String reasonOf(FinishReason reason) {
    return switch (reason) {
      case STOP, STOP_SEQUENCE, TOOL_CALLS, PAUSED -> "STOP";
      case LENGTH, CONTEXT_FULL -> "MAX_TOKENS";
      case CONTENT_FILTER, REFUSAL -> "SAFETY";
      case OTHER -> "OTHER";
    };
  }
}
