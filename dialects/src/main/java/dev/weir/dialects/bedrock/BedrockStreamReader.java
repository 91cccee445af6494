package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the frames of ConverseStream; also the one document of Converse, which begins with a brace
 * where a frame, whose length comes first, never does.
 */
final class BedrockStreamReader implements StreamReader {

  private static final int DOCUMENT_BYTES_MAX = EventStreamDecoder.FRAME_BYTES_MAX;

  private final EventStreamDecoder frames = new EventStreamDecoder();
  private final ByteArrayOutputStream document = new ByteArrayOutputStream();
  private Consumer<AnswerEvent> sink = _ -> {};
  private final BedrockAnswerReader answer = new BedrockAnswerReader(event -> sink.accept(event));
  private boolean begun;
  private boolean isDocument;

  @Override
  public void accept(byte[] bytes, int from, int to, Consumer<AnswerEvent> out) {
    sink = out;
    if (from == to) {
      return;
    }
    if (!begun) {
      begun = true;
      isDocument = bytes[from] == '{';
    }
    if (!isDocument) {
      if (!frames.accept(bytes, from, to, this::frame)) {
        answer.unreadable();
      }
    } else if (document.size() + (to - from) > DOCUMENT_BYTES_MAX) {
      document.reset();
      answer.unreadable();
    } else {
      document.write(bytes, from, to - from);
    }
  }

  @Override
  public void end(Consumer<AnswerEvent> out) {
    sink = out;
    if (isDocument) {
      byte[] bytes = document.toByteArray();
      Json.tree(bytes, 0, bytes.length).ifPresentOrElse(answer::document, answer::unreadable);
    }
    answer.end();
  }

  private void frame(EventFrame frame) {
    switch (frame.header(EventFrame.MESSAGE_TYPE)) {
      case "exception" ->
          answer.failed(
              BedrockErrors.failed(frame.header(EventFrame.EXCEPTION_TYPE), frame.payload()));
      case "error" ->
          answer.failed(
              BedrockErrors.failed(
                  frame.header(EventFrame.ERROR_CODE), frame.header(EventFrame.ERROR_MESSAGE)));
      default -> {
        Optional<JsonNode> event = Json.tree(frame.payload(), 0, frame.payload().length);
        event
            .filter(JsonNode::isObject)
            .ifPresentOrElse(
                it -> answer.event(frame.header(EventFrame.EVENT_TYPE), it), answer::unreadable);
      }
    }
  }
}
