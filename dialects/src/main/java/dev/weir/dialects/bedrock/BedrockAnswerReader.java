package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.MadeIds;
import dev.weir.dialects.json.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Turns a document, or the events of a stream, into events. The usage may come before the end; it
 * is told after it.
 */
final class BedrockAnswerReader {

  static final String CITATION = "citation";
  private static final String SERVER_TOOL = "server_tool_use";

  /** More than any proof has; what would pass it is told in two. */
  private static final int SIGNATURE_CHARACTERS_MAX = 1 << 20;

  private final Consumer<AnswerEvent> sink;
  private final Map<Integer, Integer> calls = new HashMap<>();
  private final Set<Integer> serverTools = new HashSet<>();
  private final StringBuilder signature = new StringBuilder();
  private final CitedBlock cited;
  private int callsSoFar;
  private Optional<AnswerEvent.Used> early = Optional.empty();
  private boolean started;
  private boolean finished;
  private boolean failed;

  BedrockAnswerReader(Consumer<AnswerEvent> sink) {
    this.sink = sink;
    this.cited = new CitedBlock(sink);
  }

  void document(JsonNode document) {
    if (BedrockErrors.isError(document)) {
      fail(BedrockErrors.failed(document));
      return;
    }
    JsonNode content = document.path("output").path("message").path("content");
    if (!content.isArray()) {
      unreadable();
      return;
    }
    start();
    for (int i = 0; i < content.size(); i++) {
      block(i, content.get(i));
      blockEnd();
    }
    used(document);
    if (document.path("stopReason").isTextual()) {
      stop(document);
    } else {
      fail(ErrorKind.TRUNCATED, "The provider's answer has no end.");
    }
  }

  /** One event of a stream. Events that are not known say nothing. */
  void event(String type, JsonNode event) {
    if (failed || (finished && !type.equals("metadata"))) {
      return;
    }
    int index = event.path("contentBlockIndex").asInt(0);
    switch (type) {
      case "messageStart" -> start();
      case "contentBlockStart" -> {
        blockEnd();
        blockStart(index, event.path("start"));
      }
      case "contentBlockDelta" -> delta(index, event.path("delta"));
      case "contentBlockStop" -> blockEnd();
      case "messageStop" -> {
        blockEnd();
        stop(event);
      }
      case "metadata" -> used(event);
      default -> {}
    }
  }

  void failed(AnswerEvent.Failed event) {
    fail(event);
  }

  void unreadable() {
    fail(ErrorKind.TRUNCATED, "The provider's answer is none of its dialect.");
  }

  void end() {
    if (!finished) {
      fail(ErrorKind.TRUNCATED, "The provider's answer ended before its end.");
    }
  }

  private void fail(ErrorKind kind, String message) {
    fail(new AnswerEvent.Failed(kind, message));
  }

  private void fail(AnswerEvent.Failed event) {
    if (!failed) {
      failed = true;
      early.ifPresent(sink);
      sink.accept(event);
    }
  }

  private void start() {
    if (!started) {
      started = true;
      sink.accept(new AnswerEvent.Started("", "", 0));
    }
  }

  /** A whole block of a document. */
  private void block(int index, JsonNode block) {
    if (block.path("text").isTextual()) {
      text(block.path("text"), cited::text);
    } else if (block.path("toolUse").isObject()) {
      JsonNode use = block.path("toolUse");
      if (use.path("type").asText("").equals(SERVER_TOOL)) {
        foreign(SERVER_TOOL, block);
        return;
      }
      call(index, use);
      arguments(index, use.path("input"));
    } else if (block.path("reasoningContent").isObject()) {
      JsonNode reasoning = block.path("reasoningContent");
      thinking(reasoning.path("reasoningText"));
      hidden(reasoning.path("redactedContent"));
    } else if (block.path("citationsContent").isObject()) {
      for (JsonNode said : block.path("citationsContent").path("content")) {
        text(said.path("text"), cited::text);
      }
      block.path("citationsContent").path("citations").forEach(cited::cite);
    } else {
      foreign(nameOf(block), block);
    }
  }

  private void blockStart(int index, JsonNode start) {
    JsonNode use = start.path("toolUse");
    if (use.isObject() && !use.path("type").asText("").equals(SERVER_TOOL)) {
      start();
      call(index, use);
    } else if (!start.isEmpty()) {
      start();
      serverTools.add(index);
      foreign(use.isObject() ? SERVER_TOOL : nameOf(start), start);
    }
  }

  private void delta(int index, JsonNode delta) {
    start();
    JsonNode reasoning = delta.path("reasoningContent");
    if (!reasoning.path("signature").isTextual()) {
      proof();
    }
    text(delta.path("text"), cited::text);
    JsonNode use = delta.path("toolUse");
    if (use.isObject() && !serverTools.contains(index)) {
      arguments(index, use.path("input"));
    }
    thinking(reasoning);
    hidden(reasoning.path("redactedContent"));
    if (delta.path(CITATION).isObject()) {
      cited.cite(delta.path(CITATION));
    }
  }

  private void call(int index, JsonNode use) {
    int number = callsSoFar++;
    calls.put(index, number);
    String id = use.path("toolUseId").asText("");
    sink.accept(
        new AnswerEvent.ToolCallStarted(
            0,
            number,
            id.isEmpty() ? MadeIds.ofPlace(0, number) : id,
            use.path("name").asText(""),
            Optional.empty()));
  }

  /** A piece of text in a stream, the object itself in a document. */
  private void arguments(int index, JsonNode input) {
    if (!calls.containsKey(index)) {
      call(index, Json.newObject());
    }
    int number = calls.getOrDefault(index, 0);
    String json =
        input.isTextual() ? input.textValue() : input.isContainerNode() ? Json.text(input) : "";
    if (!json.isEmpty()) {
      sink.accept(new AnswerEvent.ToolCallDelta(0, number, json));
    }
  }

  private void thinking(JsonNode reasoning) {
    text(reasoning.path("text"), it -> new AnswerEvent.ThinkingDelta(0, it));
    String more = reasoning.path("signature").asText("");
    if (signature.length() + more.length() > SIGNATURE_CHARACTERS_MAX) {
      proof();
    }
    signature.append(more);
  }

  /** The proof may come in pieces: it is whole where its block ends or something else begins. */
  private void proof() {
    if (!signature.isEmpty()) {
      CarriedProof proof = CarriedProof.ofSignature(signature.toString());
      signature.setLength(0);
      sink.accept(new AnswerEvent.ThinkingSignature(0, proof.proof(), proof.signedBy()));
    }
  }

  private void blockEnd() {
    proof();
    cited.end();
  }

  private void hidden(JsonNode data) {
    text(
        data,
        it -> {
          CarriedProof proof = CarriedProof.ofHidden(it);
          return new AnswerEvent.HiddenThinking(0, proof.proof(), proof.signedBy());
        });
  }

  private void text(JsonNode node, Function<String, AnswerEvent> event) {
    if (node.isTextual() && !node.textValue().isEmpty()) {
      sink.accept(event.apply(node.textValue()));
    }
  }

  private void foreign(String type, JsonNode json) {
    sink.accept(new AnswerEvent.Foreign(0, DialectName.BEDROCK, type, json));
  }

  private static String nameOf(JsonNode union) {
    return union.isObject() && !union.isEmpty() ? union.fieldNames().next() : "block";
  }

  /** The sequence that was met stands here where the caller asked for it by its path. */
  private void stop(JsonNode node) {
    if (finished) {
      return;
    }
    start();
    finished = true;
    String reason = node.path("stopReason").asText("");
    JsonNode more = node.path("additionalModelResponseFields");
    JsonNode sequence =
        more.has("delta") ? more.path("delta").path("stop_sequence") : more.path("stop_sequence");
    sink.accept(
        new AnswerEvent.Finished(
            0,
            StopReasons.read(reason),
            sequence.isTextual() ? Optional.of(sequence.textValue()) : Optional.empty(),
            reason));
    early.ifPresent(sink);
    early = Optional.empty();
  }

  private void used(JsonNode node) {
    String tier = node.path("serviceTier").path("type").asText("");
    Optional<AnswerEvent.Used> used =
        BedrockUsage.read(node.path("usage"))
            .map(it ->
                new AnswerEvent.Used(it, tier.isEmpty() ? Optional.empty() : Optional.of(tier)));
    if (finished) {
      used.ifPresent(sink);
    } else if (used.isPresent()) {
      start();
      early = used;
    }
  }
}
