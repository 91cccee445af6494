package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.sse.SseText;
import dev.weir.dialects.usage.TokenCounts;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * Writes a stream. {@code message_start} waits for what comes after {@link AnswerEvent.Started},
 * which may be the usage so far; where that is not known it says 0, and {@code message_delta} says
 * all of it at the end. Words of a refusal wait, because they are a reason where the model was
 * stopped and text where it was not. Of several choices the first is written.
 */
final class AnthropicStreamWriter implements StreamWriter {

  private static final byte[] NOTHING = new byte[0];

  private final AnswerContext context;
  private final OutgoingBlocks blocks = new OutgoingBlocks();
  private final MessageMembers members = new MessageMembers();
  private final StringBuilder refusal = new StringBuilder();
  private AnswerEvent.Started started = new AnswerEvent.Started("", "", 0);
  private Optional<AnswerEvent.Used> used = Optional.empty();
  private Optional<AnswerEvent.Finished> finished = Optional.empty();
  private boolean begun;
  private boolean calls;
  private boolean failed;

  AnthropicStreamWriter(AnswerContext context) {
    this.context = context;
  }

  @Override
  public byte[] write(AnswerEvent event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (event) {
      case AnswerEvent.Started it -> started = it;
      case AnswerEvent.Used it -> {
        used = Optional.of(it);
        begin(out);
      }
      case AnswerEvent.Failed it -> error(it, out);
      case AnswerEvent.Finished it -> {
        if (it.choice() == 0) {
          finished = Optional.of(it);
          begin(out);
          boolean declined = it.reason() == FinishReason.REFUSAL;
          if (!declined) {
            refusalAsText(out);
          }
          blocks.end(out);
        }
      }
      case AnswerEvent.RefusalDelta it -> {
        if (it.choice() == 0) {
          refusal.append(it.text());
        }
      }
      case AnswerEvent.TextDelta it -> {
        if (isContent(it.choice(), it.text().isEmpty(), out)) {
          blocks.text(it.text(), out);
        }
      }
      case AnswerEvent.ThinkingDelta it -> {
        if (isContent(it.choice(), it.text().isEmpty(), out)) {
          blocks.thinking(it.text(), out);
        }
      }
      case AnswerEvent.ThinkingSignature it -> {
        if (isContent(it.choice(), false, out)) {
          blocks.signature(CarriedThinking.text(it.signature(), it.signedBy()), out);
        }
      }
      case AnswerEvent.HiddenThinking it -> {
        if (isContent(it.choice(), false, out)) {
          blocks.whole(AnthropicAnswerWriter.hidden(it.data(), it.signedBy()), out);
        }
      }
      case AnswerEvent.ToolCallStarted it -> {
        if (isContent(it.choice(), false, out)) {
          call(it, out);
        }
      }
      case AnswerEvent.ToolCallDelta it -> {
        if (isContent(it.choice(), it.json().isEmpty(), out)) {
          blocks.arguments(it.call(), it.json(), out);
        }
      }
      case AnswerEvent.CustomCallStarted _, AnswerEvent.CustomCallDelta _ -> {
        // No request has custom tools here.
      }
      case AnswerEvent.Foreign it
          when it.dialect() == DialectName.ANTHROPIC && MessageMembers.isOne(it.type()) ->
          members.take(it.type(), it.json());
      case AnswerEvent.Foreign it -> {
        boolean ours = it.dialect() == DialectName.ANTHROPIC;
        if (isContent(it.choice(), !ours, out)) {
          foreign(it, out);
        }
      }
    }
    return out.size() == 0 ? NOTHING : out.toByteArray();
  }

  @Override
  public byte[] end() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (failed) {
      return NOTHING;
    }
    if (finished.isEmpty()) {
      error(new AnswerEvent.Failed(ErrorKind.TRUNCATED, "The answer ended before its end."), out);
      return out.toByteArray();
    }
    AnswerEvent.Finished last = finished.get();
    ObjectNode root = Json.newObject().put("type", "message_delta");
    ObjectNode delta = root.putObject("delta");
    delta.put("stop_reason", StopReasons.write(last.reason(), calls, last.dialectReason()));
    delta.put("stop_sequence", last.stopSequence().orElse(null));
    if (last.reason() == FinishReason.REFUSAL) {
      AnthropicAnswerWriter.stopDetails(delta, refusal.toString());
    }
    root.set("usage", AnthropicUsage.write(counts()));
    members.into(root, delta);
    event("message_delta", root, out);
    event("message_stop", Json.newObject().put("type", "message_stop"), out);
    return out.toByteArray();
  }

  private TokenCounts counts() {
    return used.map(AnswerEvent.Used::counts).orElse(TokenCounts.NONE);
  }

  /** Whether there is something to write; then what was held back goes first. */
  private boolean isContent(int choice, boolean empty, ByteArrayOutputStream out) {
    if (choice != 0 || empty || failed || finished.isPresent()) {
      return false;
    }
    begin(out);
    refusalAsText(out);
    return true;
  }

  private void begin(ByteArrayOutputStream out) {
    if (begun) {
      return;
    }
    begun = true;
    ObjectNode root = Json.newObject().put("type", "message_start");
    ObjectNode message = AnthropicAnswerWriter.head(started.id(), started.model(), context);
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    message.set(
        "usage",
        used.map(AnthropicUsage::write).orElseGet(() -> AnthropicUsage.write(TokenCounts.NONE)));
    members.into(message);
    root.set("message", message);
    event("message_start", root, out);
  }

  private void refusalAsText(ByteArrayOutputStream out) {
    if (!refusal.isEmpty()) {
      blocks.text(refusal.toString(), out);
      refusal.setLength(0);
    }
  }

  private void call(AnswerEvent.ToolCallStarted it, ByteArrayOutputStream out) {
    calls = true;
    it.signature()
        .ifPresent(
            signature -> blocks.whole(AnthropicAnswerWriter.signatureOfCall(signature), out));
    blocks.call(
        it.call(), AnthropicAnswerWriter.toolUse(it.id(), it.name(), Json.newObject()), out);
  }

  private void foreign(AnswerEvent.Foreign it, ByteArrayOutputStream out) {
    if (it.type().equals(BlockReader.CITATION)) {
      blocks.citation(it.json(), out);
    } else if (it.json() instanceof ObjectNode block) {
      blocks.whole(block, out);
    }
  }

  private void error(AnswerEvent.Failed it, ByteArrayOutputStream out) {
    failed = true;
    event(
        "error",
        AnthropicErrors.tree(it.kind(), it.message()).put("request_id", context.requestId()),
        out);
  }

  private static void event(String name, ObjectNode data, ByteArrayOutputStream out) {
    out.writeBytes(SseText.event(name, Json.bytes(data)));
  }
}
