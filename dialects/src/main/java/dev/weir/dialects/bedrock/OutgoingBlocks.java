package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.BlockQueue;
import dev.weir.dialects.canonical.BlockQueue.Kind;
import dev.weir.dialects.json.Json;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The blocks of one stream as Converse's events, one block after the other ({@link BlockQueue}).
 * Text and thinking begin with their first delta.
 */
final class OutgoingBlocks {

  private final BlockQueue blocks = new BlockQueue(OutgoingBlocks::input);
  private final Events events;

  OutgoingBlocks(BiConsumer<String, JsonNode> sink) {
    events = new Events(sink);
  }

  void text(String text) {
    open(Kind.TEXT);
    blocks.add(Json.newObject().put("text", text));
    blocks.flush(events);
  }

  void citation(JsonNode citation) {
    open(Kind.TEXT);
    ObjectNode delta = Json.newObject();
    delta.set(BedrockAnswerReader.CITATION, citation);
    blocks.add(delta);
    blocks.flush(events);
  }

  void thinking(String text) {
    open(Kind.THINKING);
    blocks.add(reasoning("text", text));
    blocks.flush(events);
  }

  /** Ends the thinking before it. */
  void signature(String signature) {
    open(Kind.THINKING);
    blocks.add(reasoning("signature", signature));
    blocks.endLast();
    blocks.flush(events);
  }

  /** A block of its own. */
  void hidden(String data) {
    blocks.begin(Kind.WHOLE, Optional.empty());
    blocks.add(reasoning("redactedContent", data));
    blocks.endLast();
    blocks.flush(events);
  }

  void call(AnswerEvent.ToolCallStarted call) {
    call.signature().ifPresent(it -> hidden(CarriedProof.hiddenOfCall(it)));
    ObjectNode start = Json.newObject();
    ObjectNode use = start.putObject("toolUse");
    use.put("toolUseId", call.id()).put("name", call.name());
    blocks.beginCall(call.call(), start);
    blocks.flush(events);
  }

  /** More of a call's arguments; what comes after they were whole is nothing. */
  void arguments(int call, String json) {
    blocks.arguments(call, json);
    blocks.flush(events);
  }

  /** Ends them all. */
  void end() {
    blocks.end();
    blocks.flush(events);
  }

  private void open(Kind kind) {
    if (!blocks.isOpen(kind)) {
      blocks.begin(kind, Optional.empty());
    }
  }

  private static ObjectNode input(String json) {
    ObjectNode delta = Json.newObject();
    delta.putObject("toolUse").put("input", json);
    return delta;
  }

  private static ObjectNode reasoning(String name, String value) {
    ObjectNode delta = Json.newObject();
    delta.putObject("reasoningContent").put(name, value);
    return delta;
  }

  /** The events of blocks. */
  private record Events(BiConsumer<String, JsonNode> sink) implements BlockQueue.Wire {

    @Override
    public void start(int index, ObjectNode start) {
      event("contentBlockStart", index, "start", start);
    }

    @Override
    public void delta(int index, ObjectNode delta) {
      event("contentBlockDelta", index, "delta", delta);
    }

    @Override
    public void stop(int index) {
      sink.accept("contentBlockStop", Json.newObject().put("contentBlockIndex", index));
    }

    private void event(String type, int index, String name, JsonNode value) {
      ObjectNode event = Json.newObject().put("contentBlockIndex", index);
      event.set(name, value);
      sink.accept(type, event);
    }
  }
}
