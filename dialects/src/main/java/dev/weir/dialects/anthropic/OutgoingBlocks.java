package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.BlockQueue;
import dev.weir.dialects.canonical.BlockQueue.Kind;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.sse.SseText;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** The blocks of a stream as Anthropic's events, one block after the other ({@link BlockQueue}). */
final class OutgoingBlocks {

  private final BlockQueue blocks = new BlockQueue(OutgoingBlocks::input);

  /** Whether the last text has sources. */
  private boolean cited;

  void text(String text, ByteArrayOutputStream out) {
    // After its sources a text is another one.
    if (cited && blocks.isOpen(Kind.TEXT)) {
      blocks.endLast();
    }
    openText();
    blocks.add(Json.newObject().put("type", "text_delta").put("text", text));
    flush(out);
  }

  /** A source of the text before it. */
  void citation(JsonNode source, ByteArrayOutputStream out) {
    openText();
    ObjectNode delta = Json.newObject().put("type", "citations_delta");
    delta.set("citation", source);
    blocks.add(delta);
    cited = true;
    flush(out);
  }

  private void openText() {
    if (!blocks.isOpen(Kind.TEXT)) {
      blocks.begin(Kind.TEXT, Optional.of(Conversation.text("")));
      cited = false;
    }
  }

  void thinking(String text, ByteArrayOutputStream out) {
    openThinking();
    blocks.add(Json.newObject().put("type", "thinking_delta").put("thinking", text));
    flush(out);
  }

  void signature(String signature, ByteArrayOutputStream out) {
    openThinking();
    blocks.add(Json.newObject().put("type", "signature_delta").put("signature", signature));
    blocks.endLast();
    flush(out);
  }

  private void openThinking() {
    if (!blocks.isOpen(Kind.THINKING)) {
      ObjectNode empty = Json.newObject().put("type", "thinking").put("thinking", "");
      blocks.begin(Kind.THINKING, Optional.of(empty.put("signature", "")));
    }
  }

  void call(int call, ObjectNode start, ByteArrayOutputStream out) {
    blocks.beginCall(call, start);
    flush(out);
  }

  /** More of a call's arguments; what comes after they were whole is nothing. */
  void arguments(int call, String json, ByteArrayOutputStream out) {
    blocks.arguments(call, json);
    flush(out);
  }

  /** A block that is known as a whole; an input comes as a delta, as clients expect it. */
  void whole(ObjectNode json, ByteArrayOutputStream out) {
    JsonNode input = json.path("input");
    if (input.isObject() && !input.isEmpty()) {
      ObjectNode start = json.deepCopy();
      start.putObject("input");
      blocks.begin(Kind.WHOLE, Optional.of(start));
      blocks.add(input(Json.text(input)));
    } else {
      blocks.begin(Kind.WHOLE, Optional.of(json));
    }
    blocks.endLast();
    flush(out);
  }

  /** Ends them all. */
  void end(ByteArrayOutputStream out) {
    blocks.end();
    flush(out);
  }

  private static ObjectNode input(String json) {
    return Json.newObject().put("type", "input_json_delta").put("partial_json", json);
  }

  private void flush(ByteArrayOutputStream out) {
    blocks.flush(new Events(out));
  }

  /** The events of blocks. */
  private record Events(ByteArrayOutputStream out) implements BlockQueue.Wire {

    @Override
    public void start(int index, ObjectNode start) {
      event("content_block_start", index, "content_block", start);
    }

    @Override
    public void delta(int index, ObjectNode delta) {
      event("content_block_delta", index, "delta", delta);
    }

    @Override
    public void stop(int index) {
      ObjectNode stop = Json.newObject().put("type", "content_block_stop").put("index", index);
      out.writeBytes(SseText.event("content_block_stop", Json.bytes(stop)));
    }

    private void event(String type, int index, String name, JsonNode value) {
      ObjectNode event = Json.newObject().put("type", type).put("index", index);
      event.set(name, value);
      out.writeBytes(SseText.event(type, Json.bytes(event)));
    }
  }
}
