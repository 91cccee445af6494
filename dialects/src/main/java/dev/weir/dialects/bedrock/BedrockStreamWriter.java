package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * Writes the frames of ConverseStream. The end and the usage wait for {@link #end}, since the usage
 * comes after the end here. Of several choices the first is written.
 */
final class BedrockStreamWriter implements StreamWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final OutgoingBlocks blocks = new OutgoingBlocks(this::event);
  private Optional<AnswerEvent.Used> used = Optional.empty();
  private Optional<AnswerEvent.Finished> finished = Optional.empty();
  private boolean begun;
  private boolean failed;

  @Override
  public byte[] write(AnswerEvent event) {
    if (failed) {
      return taken();
    }
    switch (event) {
      case AnswerEvent.Started _ -> begin();
      case AnswerEvent.TextDelta it -> text(it.choice(), it.text());
      case AnswerEvent.RefusalDelta it -> text(it.choice(), it.text());
      case AnswerEvent.ThinkingDelta it -> {
        if (isContent(it.choice()) && !it.text().isEmpty()) {
          blocks.thinking(it.text());
        }
      }
      case AnswerEvent.ThinkingSignature it -> {
        if (isContent(it.choice())) {
          blocks.signature(CarriedProof.signature(it.signature(), it.signedBy()));
        }
      }
      case AnswerEvent.HiddenThinking it -> {
        if (isContent(it.choice())) {
          blocks.hidden(CarriedProof.hidden(it.data(), it.signedBy()));
        }
      }
      case AnswerEvent.ToolCallStarted it -> {
        if (isContent(it.choice())) {
          blocks.call(it);
        }
      }
      case AnswerEvent.ToolCallDelta it -> {
        if (isContent(it.choice()) && !it.json().isEmpty()) {
          blocks.arguments(it.call(), it.json());
        }
      }
      case AnswerEvent.CustomCallStarted _, AnswerEvent.CustomCallDelta _ -> {
        // No request has custom tools here.
      }
      case AnswerEvent.Foreign it -> {
        // Other blocks of Bedrock's own have no form in a stream that is known.
        boolean citation =
            it.dialect() == DialectName.BEDROCK && it.type().equals(BedrockAnswerReader.CITATION);
        if (citation && isContent(it.choice())) {
          blocks.citation(it.json());
        }
      }
      case AnswerEvent.Finished it -> {
        if (isContent(it.choice())) {
          blocks.end();
          finished = Optional.of(it);
        }
      }
      case AnswerEvent.Used it -> used = Optional.of(it);
      case AnswerEvent.Failed it -> fail(it);
    }
    return taken();
  }

  @Override
  public byte[] end() {
    if (failed) {
      return taken();
    }
    if (finished.isEmpty()) {
      fail(new AnswerEvent.Failed(ErrorKind.TRUNCATED, "The answer ended before its end."));
      return taken();
    }
    AnswerEvent.Finished last = finished.get();
    ObjectNode stop = Json.newObject();
    stop.put("stopReason", StopReasons.write(last.reason(), last.dialectReason()));
    last.stopSequence().ifPresent(it -> BedrockAnswerWriter.stopSequence(stop, it));
    event("messageStop", stop);
    // Where no usage is known there is none to tell: zeros would be a count.
    used.ifPresent(it -> event("metadata", metadata(it)));
    return taken();
  }

  private static ObjectNode metadata(AnswerEvent.Used used) {
    ObjectNode metadata = Json.newObject();
    metadata.set("usage", BedrockUsage.write(used.counts()));
    used.serviceTier().ifPresent(it -> metadata.putObject("serviceTier").put("type", it));
    metadata.putObject("metrics").put("latencyMs", 0);
    return metadata;
  }

  private void text(int choice, String text) {
    if (isContent(choice) && !text.isEmpty()) {
      blocks.text(text);
    }
  }

  private boolean isContent(int choice) {
    if (choice != 0 || finished.isPresent()) {
      return false;
    }
    begin();
    return true;
  }

  private void begin() {
    if (!begun) {
      begun = true;
      event("messageStart", Json.newObject().put("role", "assistant"));
    }
  }

  private void fail(AnswerEvent.Failed it) {
    failed = true;
    out.writeBytes(
        EventStreamEncoder.exception(
            BedrockErrors.exceptionOf(it.kind()),
            Json.bytes(Json.newObject().put("message", it.message()))));
  }

  private void event(String type, JsonNode json) {
    out.writeBytes(EventStreamEncoder.event(type, Json.bytes(json)));
  }

  private byte[] taken() {
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
  }
}
