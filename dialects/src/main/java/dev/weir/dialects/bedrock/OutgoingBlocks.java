package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.WaitingLimit;
import dev.weir.dialects.json.CallArguments;
import dev.weir.dialects.json.Json;
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
 * when its arguments are whole or, where they never are, with the answer or when too much waits
 * behind it ({@link WaitingLimit}): other dialects send its pieces between those of other calls,
 * and between words.
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

  /** Characters of JSON that wait behind the first. */
  private int waiting;

  private int index;

  /** A block that has not ended on the wire; text and thinking begin with their first delta. */
  private static final class Block {
    private final Kind kind;
    private final Optional<ObjectNode> start;
    private final List<ObjectNode> held = new ArrayList<>();
    private final CallArguments arguments = new CallArguments();
    private int characters;
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
    hold(last(Kind.TEXT), Json.newObject().put("text", text));
    pump();
  }

  void citation(JsonNode citation) {
    ObjectNode delta = Json.newObject();
    delta.set(BedrockAnswerReader.CITATION, citation);
    hold(last(Kind.TEXT), delta);
    pump();
  }

  void thinking(String text) {
    hold(last(Kind.THINKING), reasoning("text", text));
    pump();
  }

  /** Ends the thinking before it. */
  void signature(String signature) {
    Block block = last(Kind.THINKING);
    hold(block, reasoning("signature", signature));
    block.ended = true;
    pump();
  }

  /** A block of its own. */
  void hidden(String data) {
    Block block = new Block(Kind.THINKING, Optional.empty());
    begin(block);
    hold(block, reasoning("redactedContent", data));
    block.ended = true;
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
    input(block, block.arguments.read(json));
    block.ended = block.arguments.isWhole();
    if (block != blocks.peekLast() && block.arguments.isWithoutMembers()) {
      // It would have come first if it stood for others.
      input(block, block.arguments.rest());
      block.ended = true;
    }
    if (block.ended) {
      openCalls.remove(call);
    }
    pump();
  }

  private void input(Block block, String json) {
    if (!json.isEmpty()) {
      ObjectNode delta = Json.newObject();
      delta.putObject("toolUse").put("input", json);
      hold(block, delta);
    }
  }

  /** Ends them all. */
  void end() {
    blocks.forEach(block -> {
      if (!block.ended) {
        input(block, block.arguments.rest());
        block.ended = true;
      }
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
      last.ended |= last.kind != Kind.CALL;
    }
    block.start.ifPresent(it -> waits(block, it));
    blocks.addLast(block);
  }

  private void hold(Block block, ObjectNode delta) {
    block.held.add(delta);
    waits(block, delta);
  }

  /** Counts what does not go out at once. */
  private void waits(Block block, ObjectNode json) {
    if (!blocks.isEmpty() && block != blocks.getFirst()) {
      int characters = Json.text(json).length();
      block.characters += characters;
      waiting += characters;
    }
  }

  private static ObjectNode reasoning(String name, String value) {
    ObjectNode delta = Json.newObject();
    delta.putObject("reasoningContent").put(name, value);
    return delta;
  }

  private void pump() {
    write();
    while (!blocks.isEmpty() && WaitingLimit.isPast(waiting, blocks.getFirst().arguments)) {
      Block first = blocks.getFirst();
      input(first, WaitingLimit.inputAtTheEnd(first.arguments));
      first.ended = true;
      write();
    }
  }

  private void write() {
    for (Block block = blocks.peekFirst(); block != null; block = blocks.peekFirst()) {
      if (!block.started) {
        block.started = true;
        block.start.ifPresent(it -> event("contentBlockStart", "start", it));
      }
      block.held.forEach(it -> event("contentBlockDelta", "delta", it));
      block.held.clear();
      waiting -= block.characters;
      block.characters = 0;
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
