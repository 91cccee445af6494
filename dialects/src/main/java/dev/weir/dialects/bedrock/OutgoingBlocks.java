package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The blocks of one stream, one after the other. Calls whose pieces interleave do not overlap here:
 * the first is written as it comes, those that begin meanwhile are held until something else, or
 * the end, tells that they are whole.
 */
final class OutgoingBlocks {

  private static final int NO_CALL = -1;

  private final BiConsumer<String, JsonNode> sink;
  private final Map<Integer, HeldCall> held = new LinkedHashMap<>();
  private Optional<Kind> open = Optional.empty();
  private int openCall = NO_CALL;
  private int index;

  private enum Kind {
    TEXT,
    THINKING,
    CALL
  }

  /** A call that waits for those before it. */
  private record HeldCall(AnswerEvent.ToolCallStarted started, StringBuilder arguments) {}

  OutgoingBlocks(BiConsumer<String, JsonNode> sink) {
    this.sink = sink;
  }

  void text(String text) {
    open(Kind.TEXT);
    delta(Json.newObject().put("text", text));
  }

  void citation(JsonNode citation) {
    open(Kind.TEXT);
    ObjectNode delta = Json.newObject();
    delta.set(BedrockAnswerReader.CITATION, citation);
    delta(delta);
  }

  void thinking(String text) {
    open(Kind.THINKING);
    reasoning("text", text);
  }

  /** Ends the thinking before it. */
  void signature(String signature) {
    open(Kind.THINKING);
    reasoning("signature", signature);
    close();
  }

  /** A block of its own. */
  void hidden(String data) {
    end();
    open(Kind.THINKING);
    reasoning("redactedContent", data);
    close();
  }

  void call(AnswerEvent.ToolCallStarted call) {
    if (open.filter(it -> it == Kind.CALL).isPresent()) {
      held.put(call.call(), new HeldCall(call, new StringBuilder()));
    } else {
      close();
      begin(call);
    }
  }

  /** Pieces of a call that has ended already, which no writer sends, say nothing. */
  void arguments(int call, String json) {
    HeldCall waiting = held.get(call);
    if (waiting != null) {
      waiting.arguments().append(json);
    } else if (call == openCall) {
      arguments(json);
    }
  }

  /** Ends what is open, and writes what is held. */
  void end() {
    close();
    for (HeldCall call : held.values()) {
      begin(call.started());
      if (!call.arguments().isEmpty()) {
        arguments(call.arguments().toString());
      }
      close();
    }
    held.clear();
  }

  private void begin(AnswerEvent.ToolCallStarted call) {
    call.signature().ifPresent(it -> hiddenOfCall(CarriedProof.hiddenOfCall(it)));
    open = Optional.of(Kind.CALL);
    openCall = call.call();
    ObjectNode root = Json.newObject().put("contentBlockIndex", index);
    ObjectNode use = root.putObject("start").putObject("toolUse");
    use.put("toolUseId", call.id()).put("name", call.name());
    sink.accept("contentBlockStart", root);
  }

  private void hiddenOfCall(String data) {
    open = Optional.of(Kind.THINKING);
    reasoning("redactedContent", data);
    close();
  }

  private void arguments(String json) {
    ObjectNode delta = Json.newObject();
    delta.putObject("toolUse").put("input", json);
    delta(delta);
  }

  private void reasoning(String name, String value) {
    ObjectNode delta = Json.newObject();
    delta.putObject("reasoningContent").put(name, value);
    delta(delta);
  }

  /** Text and thinking begin with their first delta. */
  private void open(Kind kind) {
    if (open.filter(it -> it == kind).isEmpty()) {
      end();
      open = Optional.of(kind);
    }
  }

  private void delta(ObjectNode delta) {
    ObjectNode root = Json.newObject().put("contentBlockIndex", index);
    root.set("delta", delta);
    sink.accept("contentBlockDelta", root);
  }

  private void close() {
    if (open.isPresent()) {
      sink.accept("contentBlockStop", Json.newObject().put("contentBlockIndex", index));
      index++;
      open = Optional.empty();
      openCall = NO_CALL;
    }
  }
}
