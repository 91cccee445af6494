package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Turns documents and events of streams into events.
 *
 * <p>A stream that begins again, because a server in between spliced two answers, goes on as one:
 * what was passed on cannot be taken back. What comes after {@code message_stop} is not read.
 */
final class AnthropicAnswerReader {

  /** More than any answer has blocks; each that is open is held. */
  private static final int OPEN_BLOCKS_MAX = 10_000;

  private final Consumer<AnswerEvent> sink;
  private final AnthropicUsage usage = new AnthropicUsage();
  private final Map<Integer, BlockReader> open = new TreeMap<>();
  private int calls;
  private boolean started;
  private boolean finished;
  private boolean ended;
  private boolean failed;
  private long textLength;

  AnthropicAnswerReader(Consumer<AnswerEvent> sink) {
    this.sink =
        event -> {
          if (!failed) {
            failed = event instanceof AnswerEvent.Failed;
            if (event instanceof AnswerEvent.TextDelta(_, String text)) {
              textLength += text.codePointCount(0, text.length());
            }
            sink.accept(event);
          }
        };
  }

  void document(JsonNode document) {
    if (hasError(document)) {
      return;
    }
    if (!document.path("content").isArray()) {
      unreadable();
      return;
    }
    message(document);
    if (!finished) {
      fail("The provider's answer has no end.");
    }
    used(document.path("usage"));
  }

  /** Takes the data of an event, whose own {@code type} says what the event's name says. */
  void event(JsonNode event) {
    if (failed || ended || hasError(event)) {
      return;
    }
    String type = event.path("type").asText("");
    if (finished && !type.equals("message_delta") && !type.equals("message_stop")) {
      return;
    }
    switch (type) {
      case "error" -> sink.accept(AnthropicErrors.inStream(event.path("error")));
      case "message_start" -> messageStart(event.path("message"));
      case "content_block_start" -> blockStart(event);
      case "content_block_delta" -> blockDelta(event);
      case "content_block_stop" -> close(event.path("index").asInt(0));
      case "message_delta" -> {
        MessageMembers.read(event, sink);
        MessageMembers.read(event.path("delta"), sink);
        finish(event.path("delta"));
        used(event.path("usage"));
      }
      case "message_stop" -> messageStop();
      default -> {
        // A ping, or what is not known here.
      }
    }
  }

  /** The provider's bytes are no answer. */
  void unreadable() {
    fail("The provider's answer is no JSON of its dialect.");
  }

  void end() {
    closeAll();
    if (!finished && !ended) {
      fail("The provider's answer ended before its end.");
    }
  }

  private boolean hasError(JsonNode node) {
    JsonNode error = node.path("error");
    if (!error.isObject() && !error.isTextual()) {
      return false;
    }
    sink.accept(AnthropicErrors.inStream(error));
    return true;
  }

  private void fail(String message) {
    fail(ErrorKind.TRUNCATED, message);
  }

  void fail(ErrorKind kind, String message) {
    if (!ended) {
      sink.accept(new AnswerEvent.Failed(kind, message));
    }
  }

  /** Some are whole at once: what a program called comes without any further event. */
  private void messageStart(JsonNode message) {
    closeAll();
    message(message);
    used(message.path("usage"));
  }

  private void message(JsonNode message) {
    if (!started) {
      started = true;
      sink.accept(
          new AnswerEvent.Started(
              message.path("id").asText(""), message.path("model").asText(""), 0));
    }
    MessageMembers.read(message, sink);
    for (JsonNode block : message.path("content")) {
      newBlock(block).end();
    }
    finish(message);
  }

  private void blockStart(JsonNode event) {
    int index = event.path("index").asInt(0);
    close(index);
    if (open.size() < OPEN_BLOCKS_MAX) {
      open.put(index, newBlock(event.path("content_block")));
    }
  }

  private BlockReader newBlock(JsonNode block) {
    BlockReader reader = new BlockReader(block, calls, textLength, sink);
    if (reader.isCall()) {
      calls++;
    }
    return reader;
  }

  private void blockDelta(JsonNode event) {
    JsonNode delta = event.path("delta");
    BlockReader block = open.get(event.path("index").asInt(0));
    if (block != null) {
      block.delta(delta);
      return;
    }
    // Its start was lost; text and thoughts tell by themselves what they are.
    BlockReader stray = newBlock(Json.newObject());
    stray.delta(delta);
    stray.end();
  }

  private void close(int index) {
    BlockReader block = open.remove(index);
    if (block != null) {
      block.end();
    }
  }

  private void closeAll() {
    open.values().forEach(BlockReader::end);
    open.clear();
  }

  private void finish(JsonNode delta) {
    JsonNode reason = delta.path("stop_reason");
    if (finished || !reason.isTextual()) {
      return;
    }
    closeAll();
    String words = delta.path("stop_details").path("explanation").asText("");
    if (delta.path("stop_details").path("explanation").isTextual() && !words.isEmpty()) {
      sink.accept(new AnswerEvent.RefusalDelta(0, words));
    }
    JsonNode met = delta.path("stop_sequence");
    finished = true;
    sink.accept(
        new AnswerEvent.Finished(
            0,
            StopReasons.read(reason.textValue()),
            met.isTextual() ? Optional.of(met.textValue()) : Optional.empty(),
            reason.textValue()));
  }

  private void messageStop() {
    if (!finished) {
      closeAll();
      finish(Json.newObject().put("stop_reason", ""));
    }
    ended = true;
  }

  private void used(JsonNode said) {
    if (usage.take(said)) {
      usage.used().ifPresent(sink);
    }
  }
}
