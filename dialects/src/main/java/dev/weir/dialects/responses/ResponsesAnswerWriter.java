package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.json.Json;
import java.util.List;

/** Writes an answer as one document: the stream's output without the stream. */
final class ResponsesAnswerWriter {

  private ResponsesAnswerWriter() {}

  static ObjectNode document(List<AnswerEvent> events, AnswerContext context) {
    AnswerState state = new AnswerState(context, (_, _) -> {});
    events.forEach(state::take);
    if (state.failed().isPresent()) {
      ObjectNode root = Json.newObject();
      root.set("error", ResponsesErrors.inner(state.failed().get()));
      return root;
    }
    return state.whole();
  }
}
