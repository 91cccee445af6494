package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.sse.SseText;
import java.io.ByteArrayOutputStream;

/**
 * Writes a stream of {@code response.*} events, numbered from 0. The terminal event is held back
 * until the end, since usage comes after the content; a failure is an {@code error} event and a
 * {@code response.failed}, as OpenAI sends them.
 */
final class ResponsesStreamWriter implements StreamWriter {

  private static final byte[] NOTHING = new byte[0];

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final AnswerState state;
  private long sequence;

  ResponsesStreamWriter(AnswerContext context) {
    state = new AnswerState(context, this::emit);
  }

  @Override
  public byte[] write(AnswerEvent event) {
    state.take(event);
    return taken();
  }

  @Override
  public byte[] end() {
    if (state.failed().isPresent() || !state.isFinished()) {
      return NOTHING;
    }
    ObjectNode whole = state.whole();
    ObjectNode event = Json.newObject();
    event.set("response", whole);
    emit("response." + whole.path("status").asText(), event);
    return taken();
  }

  private void emit(String type, ObjectNode body) {
    ObjectNode event = Json.newObject().put("type", type).put("sequence_number", sequence++);
    event.setAll(body);
    out.writeBytes(SseText.event(type, Json.bytes(event)));
  }

  private byte[] taken() {
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
  }
}
