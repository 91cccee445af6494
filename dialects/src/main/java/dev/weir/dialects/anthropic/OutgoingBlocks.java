package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.WaitingLimit;
import dev.weir.dialects.json.CallArguments;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.sse.SseText;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The blocks of a stream on their way out, one after the other. The first is open and passes at
 * once what it gets; those behind it wait. A block of text or thoughts ends when something else
 * begins. A call ends when its arguments are whole or, where they never are, with the answer or
 * when too much waits behind it ({@link WaitingLimit}): other dialects send the pieces of several
 * calls in any order, and no piece may come after the end of its block.
 */
final class OutgoingBlocks {

  /** What a block holds. */
  enum Kind {
    TEXT,
    THINKING,
    CALL,
    WHOLE
  }

  private final Deque<Block> blocks = new ArrayDeque<>();

  /** Those among them whose arguments are not whole, by their calls. */
  private final Map<Integer, List<Block>> openCalls = new HashMap<>();

  /** Characters of JSON that wait behind the first. */
  private int waiting;

  private int next;

  /** A block that has not ended on the wire. */
  private static final class Block {

    private final Kind kind;
    private final ObjectNode start;
    private final List<ObjectNode> held = new ArrayList<>();
    private final CallArguments arguments = new CallArguments();
    private int characters;
    private boolean cited;
    private boolean ended;
    private boolean started;

    Block(Kind kind, ObjectNode start) {
      this.kind = kind;
      this.start = start;
    }
  }

  void text(String text, ByteArrayOutputStream out) {
    // After its sources a text is another one.
    if (isLast(Kind.TEXT) && blocks.getLast().cited) {
      blocks.getLast().ended = true;
    }
    hold(
        last(Kind.TEXT, Conversation.text("")),
        Json.newObject().put("type", "text_delta").put("text", text));
    pump(out);
  }

  void thinking(String text, ByteArrayOutputStream out) {
    hold(
        last(Kind.THINKING, emptyThinking()),
        Json.newObject().put("type", "thinking_delta").put("thinking", text));
    pump(out);
  }

  void signature(String signature, ByteArrayOutputStream out) {
    Block block = last(Kind.THINKING, emptyThinking());
    hold(block, Json.newObject().put("type", "signature_delta").put("signature", signature));
    block.ended = true;
    pump(out);
  }

  private static ObjectNode emptyThinking() {
    return Json.newObject().put("type", "thinking").put("thinking", "").put("signature", "");
  }

  /** A source of the text before it. */
  void citation(JsonNode source, ByteArrayOutputStream out) {
    Block block = last(Kind.TEXT, Conversation.text(""));
    ObjectNode delta = Json.newObject().put("type", "citations_delta");
    delta.set("citation", source);
    hold(block, delta);
    block.cited = true;
    pump(out);
  }

  void call(int call, ObjectNode start, ByteArrayOutputStream out) {
    Block block = new Block(Kind.CALL, start);
    openCalls.computeIfAbsent(call, _ -> new ArrayList<>()).add(block);
    begin(block);
    pump(out);
  }

  /** More of a call's arguments; what comes after they were whole is nothing. */
  void arguments(int call, String json, ByteArrayOutputStream out) {
    List<Block> open = openCalls.get(call);
    if (open != null) {
      open.forEach(block -> more(block, json));
      open.removeIf(block -> block.ended);
    }
    pump(out);
  }

  private void more(Block block, String json) {
    if (block.ended) {
      return;
    }
    input(block, block.arguments.read(json));
    block.ended = block.arguments.isWhole();
    if (block != blocks.peekLast() && block.arguments.isWithoutMembers()) {
      // It would have come first if it stood for others.
      input(block, block.arguments.rest());
      block.ended = true;
    }
  }

  private void input(Block block, String json) {
    if (!json.isEmpty()) {
      hold(block, Json.newObject().put("type", "input_json_delta").put("partial_json", json));
    }
  }

  /** A block that is known as a whole; an input comes as a delta, as clients expect it. */
  void whole(ObjectNode json, ByteArrayOutputStream out) {
    JsonNode input = json.path("input");
    boolean apart = input.isObject() && !input.isEmpty();
    ObjectNode start = apart ? json.deepCopy() : json;
    Block block = new Block(Kind.WHOLE, start);
    if (apart) {
      start.putObject("input");
    }
    begin(block);
    if (apart) {
      input(block, Json.text(input));
    }
    block.ended = true;
    pump(out);
  }

  /** Ends them all. */
  void end(ByteArrayOutputStream out) {
    blocks.forEach(block -> {
      if (!block.ended) {
        input(block, block.arguments.rest());
        block.ended = true;
      }
    });
    openCalls.clear();
    pump(out);
  }

  private boolean isLast(Kind kind) {
    return !blocks.isEmpty() && blocks.getLast().kind == kind && !blocks.getLast().ended;
  }

  private Block last(Kind kind, ObjectNode start) {
    if (!isLast(kind)) {
      begin(new Block(kind, start));
    }
    return blocks.getLast();
  }

  private void begin(Block block) {
    Block last = blocks.peekLast();
    if (last != null) {
      last.ended |= last.kind != Kind.CALL;
    }
    waits(block, block.start);
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

  private void pump(ByteArrayOutputStream out) {
    write(out);
    while (!blocks.isEmpty() && WaitingLimit.isPast(waiting, blocks.getFirst().arguments)) {
      Block first = blocks.getFirst();
      input(first, WaitingLimit.inputAtTheEnd(first.arguments));
      first.ended = true;
      write(out);
    }
  }

  private void write(ByteArrayOutputStream out) {
    for (Block block = blocks.peekFirst(); block != null; block = blocks.peekFirst()) {
      if (!block.started) {
        block.started = true;
        event("content_block_start", "content_block", block.start, out);
      }
      for (ObjectNode delta : block.held) {
        event("content_block_delta", "delta", delta, out);
      }
      block.held.clear();
      waiting -= block.characters;
      block.characters = 0;
      if (!block.ended) {
        return;
      }
      ObjectNode stop = Json.newObject().put("type", "content_block_stop").put("index", next++);
      out.writeBytes(SseText.event("content_block_stop", Json.bytes(stop)));
      blocks.removeFirst();
    }
  }

  private void event(String type, String name, JsonNode value, ByteArrayOutputStream out) {
    ObjectNode event = Json.newObject().put("type", type).put("index", next);
    event.set(name, value);
    out.writeBytes(SseText.event(type, Json.bytes(event)));
  }
}
