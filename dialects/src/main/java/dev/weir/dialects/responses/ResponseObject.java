package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.json.Json;
import java.util.Optional;

/**
 * The response object, with every field that OpenAI's libraries demand. Of what the request said
 * nothing is known here: those fields have the values of a request that said nothing.
 */
final class ResponseObject {

  private ResponseObject() {}

  /** A response without its end. */
  static ObjectNode of(AnswerEvent.Started started, AnswerContext context) {
    ObjectNode root = Json.newObject();
    root.put("id", started.id().isEmpty() ? "resp_" + context.requestId() : started.id());
    root.put("object", "response");
    root.put(
        "created_at",
        started.createdSeconds() == 0 ? context.nowSeconds() : started.createdSeconds());
    root.put("status", "in_progress");
    root.putNull("error");
    root.putNull("incomplete_details");
    root.putNull("instructions");
    root.putNull("max_output_tokens");
    root.putObject("metadata");
    root.put("model", started.model().isEmpty() ? context.model() : started.model());
    root.putArray("output");
    root.put("parallel_tool_calls", true);
    root.putNull("previous_response_id");
    root.putNull("temperature");
    root.putObject("text").putObject("format").put("type", "text");
    root.put("tool_choice", "auto");
    root.putArray("tools");
    root.putNull("top_p");
    root.putNull("usage");
    return root;
  }

  static void finish(
      ObjectNode root, ArrayNode output, FinishReason reason, Optional<AnswerEvent.Used> used) {
    Optional<String> incomplete = incompleteReasonOf(reason);
    root.put("status", incomplete.isEmpty() ? "completed" : "incomplete");
    incomplete.ifPresent(it -> root.putObject("incomplete_details").put("reason", it));
    root.set("output", output);
    use(root, used);
  }

  static void fail(
      ObjectNode root,
      ArrayNode output,
      AnswerEvent.Failed failed,
      Optional<AnswerEvent.Used> used) {
    ObjectNode error = ResponsesErrors.inner(failed);
    root.put("status", "failed");
    ObjectNode written = root.putObject("error");
    written.set("code", error.get("code"));
    written.set("message", error.get("message"));
    root.set("output", output);
    use(root, used);
  }

  private static void use(ObjectNode root, Optional<AnswerEvent.Used> used) {
    used.ifPresent(it -> {
      root.set("usage", ResponsesUsage.write(it.counts()));
      it.serviceTier().ifPresent(tier -> root.put("service_tier", tier));
    });
  }

  /**
   * Two reasons to be incomplete: a full context is a limit of tokens, a refusal of the model that
   * ended the answer a content filter. Whatever else ended it, it is complete.
   */
  static Optional<String> incompleteReasonOf(FinishReason reason) {
    return switch (reason) {
      case LENGTH, CONTEXT_FULL -> Optional.of("max_output_tokens");
      case CONTENT_FILTER, REFUSAL -> Optional.of("content_filter");
      case STOP, STOP_SEQUENCE, TOOL_CALLS, PAUSED, OTHER, ERROR -> Optional.empty();
    };
  }
}
