package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.MadeIds;
import dev.weir.dialects.json.Json;
import java.time.Instant;
import java.util.Optional;

/** The parts of an answer, in documents and in streams. */
final class AnswerParts {

  private AnswerParts() {}

  static ObjectNode text(String text) {
    return Json.newObject().put("text", text);
  }

  static ObjectNode thought(String text) {
    return text(text).put("thought", true);
  }

  /**
   * A proof.
   *
   * @param thought whether it is of the thinking right before it, and not of the text
   */
  static ObjectNode signature(String proof, DialectName signedBy, boolean thought) {
    boolean ofThought = thought || signedBy != DialectName.GEMINI;
    return (ofThought ? thought("") : text(""))
        .put("thoughtSignature", CarriedProof.signature(proof, signedBy));
  }

  static ObjectNode hidden(String data, DialectName signedBy) {
    return signedBy == DialectName.GEMINI
        ? signature(data, signedBy, false)
        : thought("").put("thoughtSignature", new CarriedProof(signedBy, true, data).text());
  }

  /** Arguments that were cut off, or are no object, are none: Gemini has no other form. */
  static ObjectNode call(String id, String name, String arguments, Optional<String> signature) {
    ObjectNode part = Json.newObject();
    ObjectNode call = part.putObject("functionCall");
    if (!MadeIds.isMade(id)) {
      call.put("id", id);
    }
    call.put("name", name);
    call.set("args", Json.tree(arguments).filter(JsonNode::isObject).orElse(Json.newObject()));
    signature.ifPresent(it -> part.put("thoughtSignature", it));
    return part;
  }

  /** What every document and chunk has after its candidates. */
  static void tail(ObjectNode root, AnswerEvent.Started started, AnswerContext context) {
    root.put("modelVersion", started.model().isEmpty() ? context.model() : started.model());
    long seconds = started.createdSeconds();
    root.put(
        "createTime",
        Instant.ofEpochSecond(seconds == 0 ? context.nowSeconds() : seconds).toString());
    root.put("responseId", started.id().isEmpty() ? context.requestId() : started.id());
  }
}
