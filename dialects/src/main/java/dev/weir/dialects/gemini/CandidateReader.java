package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Cited;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.MadeIds;
import dev.weir.dialects.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Turns the pieces of one candidate into events; its end waits for the answer's. */
final class CandidateReader {

  private static final String GROUNDING = "groundingMetadata";

  /** What stands beside the content and says where it is from. */
  private static final List<String> SOURCES =
      List.of(GROUNDING, "citationMetadata", "urlContextMetadata");

  /** What the provider says of the end, in words. */
  private static final String FINISH_MESSAGE = "finishMessage";

  private final int number;
  private final Consumer<AnswerEvent> sink;
  private final Grounding grounding = new Grounding();
  private Optional<PartialArguments> open = Optional.empty();
  private int calls;
  private String reason = "";
  private String message = "";
  private long textBytes;

  CandidateReader(int number, Consumer<AnswerEvent> sink) {
    this.number = number;
    this.sink = sink;
  }

  void take(JsonNode candidate) {
    List<Long> partStarts = new ArrayList<>();
    for (JsonNode part : candidate.path("content").path("parts")) {
      partStarts.add(textBytes);
      part(part);
    }
    for (String name : SOURCES) {
      if (candidate.path(name).isObject() && !candidate.path(name).isEmpty()) {
        ObjectNode source = Json.newObject();
        source.set(name, candidate.path(name));
        Optional<Cited> cited =
            name.equals(GROUNDING)
                ? grounding.read(candidate.path(name), partStarts)
                : Optional.empty();
        sink.accept(new AnswerEvent.Foreign(number, DialectName.GEMINI, name, source, cited));
      }
    }
    String said = candidate.path("finishReason").asText("");
    // Vertex's first versions said STOP in each chunk: the last one counts.
    if (!said.isEmpty() && !said.equals("FINISH_REASON_UNSPECIFIED")) {
      reason = said;
    }
    String words = candidate.path(FINISH_MESSAGE).asText("");
    message = words.isEmpty() ? message : words;
  }

  /** Whether this is a member of a candidate beside its content. */
  static boolean isBesideContent(String type) {
    return SOURCES.contains(type) || type.equals(FINISH_MESSAGE);
  }

  /** What the provider says of an end, for the caller of its own dialect. */
  static AnswerEvent.Foreign finishMessage(int choice, String words) {
    ObjectNode json = Json.newObject().put(FINISH_MESSAGE, words);
    return new AnswerEvent.Foreign(choice, DialectName.GEMINI, FINISH_MESSAGE, json);
  }

  private void part(JsonNode part) {
    JsonNode signed = part.path("thoughtSignature");
    Optional<String> signature =
        signed.isTextual() && !signed.textValue().isEmpty()
            ? Optional.of(signed.textValue())
            : Optional.empty();
    if (part.path("functionCall").isObject()) {
      call(part.path("functionCall"), signature);
      return;
    }
    JsonNode text = part.path("text");
    if (text.isTextual() && !text.textValue().isEmpty()) {
      endCall();
      if (part.path("thought").asBoolean(false)) {
        sink.accept(new AnswerEvent.ThinkingDelta(number, text.textValue()));
      } else {
        textBytes += Utf8Places.lengthOf(text.textValue());
        sink.accept(new AnswerEvent.TextDelta(number, text.textValue()));
      }
    } else if (!text.isTextual() && part.isObject() && beside(part)) {
      endCall();
      sink.accept(new AnswerEvent.Foreign(number, DialectName.GEMINI, nameOf(part), part));
      return;
    }
    signature.ifPresent(this::signature);
  }

  /** What the part holds: the first member that says nothing of another. */
  private static String nameOf(JsonNode part) {
    return part.properties().stream()
        .map(Map.Entry::getKey)
        .filter(it -> !it.equals("thought") && !it.equals("thoughtSignature"))
        .findFirst()
        .orElse("part");
  }

  /** Whether the part says anything but its proof. */
  private static boolean beside(JsonNode part) {
    return part.size() > (part.has("thoughtSignature") ? 1 : 0);
  }

  private void signature(String signature) {
    endCall();
    Optional<CarriedProof> carried = CarriedProof.of(signature);
    sink.accept(
        carried.isPresent()
            ? carried.get().event(number)
            : new AnswerEvent.ThinkingSignature(number, signature, DialectName.GEMINI));
  }

  private void call(JsonNode call, Optional<String> signature) {
    String name = call.path("name").asText("");
    if (!name.isEmpty()) {
      endCall();
      String id = call.path("id").asText("");
      sink.accept(
          new AnswerEvent.ToolCallStarted(
              number, calls, id.isEmpty() ? MadeIds.ofPlace(number, calls) : id, name, signature));
      calls++;
      open = Optional.of(new PartialArguments());
    }
    if (open.isEmpty()) {
      return;
    }
    PartialArguments arguments = open.get();
    if (call.path("args") instanceof ObjectNode whole) {
      arguments.whole(whole);
    }
    call.path("partialArgs").forEach(arguments::piece);
    if (!call.path("willContinue").asBoolean(false)) {
      endCall();
    }
  }

  private void endCall() {
    open.map(PartialArguments::json)
        .filter(it -> !it.equals("{}"))
        .ifPresent(it -> sink.accept(new AnswerEvent.ToolCallDelta(number, calls - 1, it)));
    open = Optional.empty();
  }

  /** Says the end, if there was one; the arguments of the last call are whole now in any case. */
  boolean end() {
    endCall();
    if (!message.isEmpty()) {
      sink.accept(finishMessage(number, message));
    }
    if (reason.isEmpty()) {
      return false;
    }
    sink.accept(
        new AnswerEvent.Finished(
            number, FinishReasons.read(reason, calls > 0), Optional.empty(), reason));
    return true;
  }
}
