package dev.weir.dialects.chat;

import dev.weir.dialects.canonical.MadeIds;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.WrongJsonException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls and results of a conversation as Chat had them before there were tools: without ids, one
 * call at a time, the result right after it. They get ids by their order, the same in each request
 * of the conversation.
 */
final class FunctionCalls {

  private final Map<String, String> unanswered = new HashMap<>();
  private int made;

  Part.ToolCall call(At call) throws WrongJsonException {
    String name = call.need("name").asText();
    String id = MadeIds.ofRequest(made++);
    unanswered.put(name, id);
    return new Part.ToolCall(id, name, call.text("arguments").orElse(""));
  }

  /** A result of a function that was not called has an id that no call has. */
  Part.ToolResult result(String name, List<Part> content) {
    String call = unanswered.remove(name);
    return new Part.ToolResult(
        call == null ? MadeIds.ofRequest(made++) : call,
        Optional.of(name),
        content,
        false,
        Optional.empty());
  }
}
