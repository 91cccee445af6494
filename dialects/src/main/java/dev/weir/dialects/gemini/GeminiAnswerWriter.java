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
      parts(choice.parts(), parts, candidate);
      candidate.put("finishReason", FinishReasons.write(choice.reason(), choice.dialectReason()));
      candidate.put("index", choice.number());
    }
    answer.used().ifPresent(it -> root.set("usageMetadata", GeminiUsage.write(it)));
    AnswerParts.tail(
        root,
        new AnswerEvent.Started(answer.id(), answer.model(), answer.createdSeconds()),
        context);
    return root;
  }

  /** Texts of which only what Gemini does not have stands in between are one, as places count. */
  private static void parts(List<Part> parts, ArrayNode written, ObjectNode candidate) {
    CitedPages cited = new CitedPages();
    StringBuilder text = new StringBuilder();
    int textAt = -1;
    for (Part part : parts) {
      if (part instanceof Part.Text it) {
        if (textAt < 0 || textAt != written.size() - 1) {
          text.setLength(0);
          textAt = written.size();
          written.addObject();
        }
        text.append(it.text());
        written.set(textAt, AnswerParts.text(text.toString()));
      } else if (part instanceof Part.Foreign it && CitedPages.isOne(it)) {
        cited.addIn(Math.max(textAt, 0), it.json());
      } else {
        part(part, written, candidate);
      }
    }
    cited.into(candidate);
  }

  private static void part(Part part, ArrayNode parts, ObjectNode candidate) {
    switch (part) {
      case Part.Refusal it -> parts.add(AnswerParts.text(it.text()));
      case Part.Thinking it -> thinking(it, parts);
      case Part.HiddenThinking it -> parts.add(AnswerParts.hidden(it.data(), it.signedBy()));
      case Part.ToolCall it ->
          parts.add(AnswerParts.call(it.id(), it.name(), it.arguments(), it.signature()));
      case Part.Foreign it -> {
        if (it.dialect() == DialectName.GEMINI && CandidateReader.isBesideContent(it.type())) {
          candidate.set(it.type(), it.json().path(it.type()));
        } else if (it.dialect() == DialectName.GEMINI) {
          parts.add(it.json());
        }
      }
      case Part.Text _, Part.Media _, Part.ToolResult _, Part.CustomCall _ -> {}
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
