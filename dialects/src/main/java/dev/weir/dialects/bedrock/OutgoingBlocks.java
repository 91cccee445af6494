package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.ObjectEnd;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The blocks of one stream, one after the other. The first is open and passes at once what it gets;
 * those behind it wait. A block of text or thinking ends when something else begins. A call ends
 * when its arguments are whole or, where they never are, with the answer: other dialects send its
 * pieces between those of other calls, and between words.
 */
final class OutgoingBlocks {

  private enum Kind {
    TEXT,
    THINKING,
    CALL
  }

  private final BiConsumer<String, JsonNode> sink;
  private final Deque<Block> blocks = new ArrayDeque<>();
  private final Map<Integer, Block> openCalls = new HashMap<>();
  private int index;

  /** A block that has not ended on the wire; text and thinking begin with their first delta. */
  private static final class Block {
    private final Kind kind;
    private final Optional<ObjectNode> start;
    private final List<ObjectNode> held = new ArrayList<>();
    private final ObjectEnd arguments = new ObjectEnd();

    /** An object without members, which may stand for arguments that come only then. */
    private String placeholder = "";

    private boolean started;
    private boolean ended;

    Block(Kind kind, Optional<ObjectNode> start) {
      this.kind = kind;
      this.start = start;
    }
  }

  OutgoingBlocks(BiConsumer<String, JsonNode> sink) {
    this.sink = sink;
  }

  void text(String text) {
    last(Kind.TEXT).held.add(Json.newObject().put("text", text));
    pump();
  }

  void citation(JsonNode citation) {
    ObjectNode delta = Json.newObject();
    delta.set(BedrockAnswerReader.CITATION, citation);
    last(Kind.TEXT).held.add(delta);
    pump();
  }

  void thinking(String text) {
    last(Kind.THINKING).held.add(reasoning("text", text));
    pump();
  }

  /** Ends the thinking before it. */
  void signature(String signature) {
    Block block = last(Kind.THINKING);
    block.held.add(reasoning("signature", signature));
    block.ended = true;
    pump();
  }

  /** A block of its own. */
  void hidden(String data) {
    Block block = new Block(Kind.THINKING, Optional.empty());
    block.held.add(reasoning("redactedContent", data));
    block.ended = true;
    begin(block);
    pump();
  }

  void call(AnswerEvent.ToolCallStarted call) {
    call.signature().ifPresent(it -> hidden(CarriedProof.hiddenOfCall(it)));
    ObjectNode start = Json.newObject();
    ObjectNode use = start.putObject("toolUse");
    use.put("toolUseId", call.id()).put("name", call.name());
    Block block = new Block(Kind.CALL, Optional.of(start));
    begin(block);
    openCalls.put(call.call(), block);
    pump();
  }

  /** More of a call's arguments; what comes after they were whole is nothing. */
  void arguments(int call, String json) {
    Block block = openCalls.get(call);
    if (block == null || block.ended) {
      return;
    }
    block.arguments.read(json);
    if (!block.arguments.isEmpty()) {
      block.placeholder = "";
      block.held.add(inputDelta(json));
      block.ended = block.arguments.isReached();
    } else {
      block.placeholder = json;
      if (block != blocks.peekLast()) {
        endWithPlaceholder(block);
      }
    }
    if (block.ended) {
      openCalls.remove(call);
    }
    pump();
  }

  private static ObjectNode inputDelta(String json) {
    ObjectNode delta = Json.newObject();
    delta.putObject("toolUse").put("input", json);
    return delta;
  }

  /** Nothing more comes, or what comes is another thing. */
  private static void endWithPlaceholder(Block block) {
    if (!block.placeholder.isBlank()) {
      block.held.add(inputDelta(block.placeholder));
      block.placeholder = "";
      block.ended = true;
    }
  }

  /** Ends them all. */
  void end() {
    blocks.forEach(block -> {
      endWithPlaceholder(block);
      block.ended = true;
    });
    openCalls.clear();
    pump();
  }

  private Block last(Kind kind) {
    Block last = blocks.peekLast();
    if (last != null && last.kind == kind && !last.ended) {
      return last;
    }
    Block block = new Block(kind, Optional.empty());
    begin(block);
    return block;
  }

  private void begin(Block block) {
    Block last = blocks.peekLast();
    if (last != null) {
      endWithPlaceholder(last);
      last.ended |= last.kind != Kind.CALL;
    }
    blocks.addLast(block);
  }

  private static ObjectNode reasoning(String name, String value) {
    ObjectNode delta = Json.newObject();
    delta.putObject("reasoningContent").put(name, value);
    return delta;
  }

  private void pump() {
    for (Block block = blocks.peekFirst(); block != null; block = blocks.peekFirst()) {
      if (!block.started) {
        block.started = true;
        block.start.ifPresent(it -> event("contentBlockStart", "start", it));
      }
      block.held.forEach(it -> event("contentBlockDelta", "delta", it));
      block.held.clear();
      if (!block.ended) {
        return;
      }
      sink.accept("contentBlockStop", Json.newObject().put("contentBlockIndex", index++));
      blocks.removeFirst();
    }
  }

  private void event(String type, String name, JsonNode value) {
    ObjectNode event = Json.newObject().put("contentBlockIndex", index);
    event.set(name, value);
    sink.accept(type, event);
  }
}
