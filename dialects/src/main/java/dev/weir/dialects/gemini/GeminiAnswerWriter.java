package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Gathered;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.Json;
import java.util.List;

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
      ObjectNode content = candidate.putObject("content");
      ArrayNode parts = content.putArray("parts");
      content.put("role", "model");
      choice.parts().forEach(it -> part(it, parts, candidate));
      candidate.put("finishReason", FinishReasons.write(choice.reason(), choice.dialectReason()));
      candidate.put("index", choice.number());
    }
    answer.used().ifPresent(it -> root.set("usageMetadata", GeminiUsage.write(it.counts())));
    AnswerParts.tail(
        root,
        new AnswerEvent.Started(answer.id(), answer.model(), answer.createdSeconds()),
        context);
    return root;
  }

  private static void part(Part part, ArrayNode parts, ObjectNode candidate) {
    switch (part) {
      case Part.Text it -> parts.add(AnswerParts.text(it.text()));
      case Part.Refusal it -> parts.add(AnswerParts.text(it.text()));
      case Part.Thinking it -> thinking(it, parts);
      case Part.HiddenThinking it -> parts.add(AnswerParts.hidden(it.data(), it.signedBy()));
      case Part.ToolCall it ->
          parts.add(AnswerParts.call(it.id(), it.name(), it.arguments(), it.signature()));
      case Part.Foreign it -> {
        if (it.dialect() == DialectName.GEMINI && AnswerParts.isSource(it.type())) {
          candidate.set(it.type(), it.json().path(it.type()));
        } else if (it.dialect() == DialectName.GEMINI) {
          parts.add(it.json());
        }
      }
      case Part.Media _, Part.ToolResult _, Part.CustomCall _ -> {}
    }
  }

  private static void thinking(Part.Thinking thinking, ArrayNode parts) {
    if (thinking.text().isEmpty()) {
      thinking
          .signature()
          .ifPresent(it -> parts.add(AnswerParts.signature(it, thinking.signedBy(), false)));
      return;
    }
    ObjectNode part = AnswerParts.thought(thinking.text());
    thinking
        .signature()
        .ifPresent(
            it -> part.put("thoughtSignature", CarriedProof.signature(it, thinking.signedBy())));
    parts.add(part);
  }
}
