package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.json.Json;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Turns documents and chunks, which have the same shape, into events. */
final class GeminiAnswerReader {

  private final Consumer<AnswerEvent> sink;

  /** Per candidate. */
  private final Map<Integer, Candidate> candidates = new HashMap<>();

  private String id = "";
  private boolean started;
  private boolean finished;
  private boolean failed;

  /** What must be known of a candidate between chunks. */
  private static final class Candidate {
    private int calls;
    private Optional<PartialArguments> open = Optional.empty();
    private int openCall;
  }

  GeminiAnswerReader(Consumer<AnswerEvent> sink) {
    this.sink = sink;
  }

  void unreadable() {
    fail(ErrorKind.TRUNCATED, "The provider's answer is no JSON of its dialect.");
  }

  void end() {
    if (!finished) {
      candidates.forEach(this::close);
      fail(ErrorKind.TRUNCATED, "The provider's answer ended before its end.");
    }
  }

  private void fail(ErrorKind kind, String message) {
    if (!failed) {
      failed = true;
      sink.accept(new AnswerEvent.Failed(kind, message));
    }
  }

  void chunk(JsonNode chunk) {
    if (failed) {
      return;
    }
    JsonNode error = chunk.path("error");
    if (error.isObject()) {
      AnswerEvent.Failed event = GeminiErrors.inStream(error);
      fail(event.kind(), event.message());
      return;
    }
    if (!started && (chunk.has("candidates") || chunk.has("promptFeedback"))) {
      started = true;
      id = chunk.path("responseId").asText("");
      sink.accept(
          new AnswerEvent.Started(id, chunk.path("modelVersion").asText(""), created(chunk)));
    }
    for (JsonNode candidate : chunk.path("candidates")) {
      candidate(candidate);
    }
    String blocked = chunk.path("promptFeedback").path("blockReason").asText("");
    if (!blocked.isEmpty() && chunk.path("candidates").isEmpty()) {
      finished = true;
      sink.accept(
          new AnswerEvent.Finished(0, FinishReason.CONTENT_FILTER, Optional.empty(), blocked));
    }
    GeminiUsage.read(chunk.path("usageMetadata"))
        .ifPresent(it -> sink.accept(new AnswerEvent.Used(it, Optional.empty())));
  }

  private static long created(JsonNode chunk) {
    try {
      return OffsetDateTime.parse(chunk.path("createTime").asText("")).toEpochSecond();
    } catch (DateTimeException _) {
      return 0;
    }
  }

  private void candidate(JsonNode node) {
    int number = Math.max(0, node.path("index").asInt(0));
    Candidate candidate = candidates.computeIfAbsent(number, _ -> new Candidate());
    for (JsonNode part : node.path("content").path("parts")) {
      part(number, candidate, part);
    }
    JsonNode grounding = node.path("groundingMetadata");
    if (!grounding.isEmpty()) {
      sink.accept(
          new AnswerEvent.Foreign(number, DialectName.GEMINI, "groundingMetadata", grounding));
    }
    String reason = node.path("finishReason").asText("");
    if (!reason.isEmpty() && !reason.equals("FINISH_REASON_UNSPECIFIED")) {
      close(number, candidate);
      finished = true;
      sink.accept(
          new AnswerEvent.Finished(
              number, reasonOf(reason, candidate.calls > 0), Optional.empty(), reason));
    }
  }

  private void part(int number, Candidate candidate, JsonNode part) {
    String signature = part.path("thoughtSignature").asText("");
    JsonNode call = part.path("functionCall");
    if (call.isObject()) {
      call(number, candidate, call, signature);
      return;
    }
    close(number, candidate);
    JsonNode text = part.path("text");
    if (!text.isTextual()) {
      if (!part.isEmpty()) {
        sink.accept(
            new AnswerEvent.Foreign(number, DialectName.GEMINI, part.fieldNames().next(), part));
      }
      return;
    }
    boolean thought = part.path("thought").asBoolean(false);
    if (!text.textValue().isEmpty()) {
      sink.accept(
          thought
              ? new AnswerEvent.ThinkingDelta(number, text.textValue())
              : new AnswerEvent.TextDelta(number, text.textValue()));
    }
    if (!signature.isEmpty()) {
      sink.accept(
          thought
              ? new AnswerEvent.ThinkingSignature(number, signature, DialectName.GEMINI)
              : new AnswerEvent.HiddenThinking(number, signature, DialectName.GEMINI));
    }
  }

  /** Vertex AI may give a call in pieces: a name first, then arguments by their paths. */
  private void call(int number, Candidate candidate, JsonNode call, String signature) {
    String name = call.path("name").asText("");
    if (!name.isEmpty() || candidate.open.isEmpty()) {
      close(number, candidate);
      candidate.openCall = candidate.calls++;
      candidate.open = Optional.of(new PartialArguments());
      String given = call.path("id").asText("");
      sink.accept(
          new AnswerEvent.ToolCallStarted(
              number,
              candidate.openCall,
              given.isEmpty() ? madeId(number, candidate.openCall) : given,
              name,
              signature.isEmpty() ? Optional.empty() : Optional.of(signature)));
    }
    PartialArguments open = candidate.open.orElseThrow();
    if (call.path("args").isObject()) {
      open.whole(call.path("args"));
    }
    call.path("partialArgs").forEach(open::add);
    if (!call.path("willContinue").asBoolean(false)) {
      close(number, candidate);
    }
  }

  private String madeId(int number, int call) {
    return "call_" + (id.isEmpty() ? "" : id + "_") + number + "_" + call;
  }

  private void close(int number, Candidate candidate) {
    if (candidate.open.isPresent()) {
      String json = Json.text(candidate.open.get().tree());
      candidate.open = Optional.empty();
      if (!json.equals("{}")) {
        sink.accept(new AnswerEvent.ToolCallDelta(number, candidate.openCall, json));
      }
    }
  }

  private static FinishReason reasonOf(String reason, boolean calls) {
    return switch (reason) {
      case "STOP" -> calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
      case "MAX_TOKENS" -> FinishReason.LENGTH;
      case "SAFETY",
          "RECITATION",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION",
          "MODEL_ARMOR" ->
          FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }
}
