package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Namespaces;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.openai.CallIdLimit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the items of {@code input}. A user's turn with results of tools becomes one {@code
 * function_call_output} for each of them, and a message for the rest. Turns without parts say
 * nothing and are left out. A result without its call is told as text, unless the call may lie with
 * the provider.
 */
final class ResponsesItemWriter {

  private final DialectName from;
  private final Losses losses;
  private final ResponsesPartWriter parts;
  private final Set<String> calls = new HashSet<>();

  /** Those among them whose tools take a text. */
  private final Set<String> customCalls = new HashSet<>();

  ResponsesItemWriter(DialectName from, Losses losses) {
    this.from = from;
    this.losses = losses;
    this.parts = new ResponsesPartWriter(from, losses);
  }

  void write(List<Turn> turns, ArrayNode input) {
    for (Turn turn : turns) {
      switch (turn.role()) {
        case SYSTEM -> message("system", parts.input(turn.parts()), input);
        case DEVELOPER -> message("developer", parts.input(turn.parts()), input);
        case USER -> user(turn.parts(), input);
        case ASSISTANT -> assistant(turn.parts(), input);
      }
    }
  }

  private void user(List<Part> turn, ArrayNode input) {
    ArrayNode content = Json.newArray();
    for (Part part : turn) {
      if (part instanceof Part.ToolResult result && isAnswer(result)) {
        result(result, input);
      } else if (part instanceof Part.ToolResult result) {
        String kind = result.isError() ? "Error" : "Result";
        content
            .addObject()
            .put("type", "input_text")
            .put("text", kind + " of the tool call " + result.callId() + ":");
        content.addAll(parts.input(result.content()));
      } else if (isItem(part)) {
        input.add(((Part.Foreign) part).json());
      } else {
        parts.input(part, content);
      }
    }
    message("user", content, input);
  }

  /** Its own may lie with the provider, as they are. */
  private String idOf(String call) {
    return from == DialectName.OPENAI_RESPONSES ? call : CallIdLimit.RESPONSES.fit(call);
  }

  private boolean isAnswer(Part.ToolResult result) {
    return from == DialectName.OPENAI_RESPONSES || calls.contains(result.callId());
  }

  private void result(Part.ToolResult result, ArrayNode input) {
    boolean custom = customCalls.contains(result.callId());
    ObjectNode item =
        input.addObject().put("type", custom ? "custom_tool_call_output" : "function_call_output");
    item.put("call_id", idOf(result.callId()));
    ArrayNode output = parts.input(result.content());
    if (output.isEmpty()) {
      item.put("output", "");
    } else {
      setContent(item, "output", output);
    }
    if (result.isError()) {
      losses.drop("is_error");
    }
    parts.dropMark(result.cached());
  }

  private void assistant(List<Part> turn, ArrayNode input) {
    ArrayNode content = Json.newArray();
    boolean calling =
        from != DialectName.OPENAI_RESPONSES && turn.stream().anyMatch(ResponsesItemWriter::isCall);
    for (Part part : turn) {
      switch (part) {
        // Chat's empty content beside calls is no message.
        case Part.Text it when calling && it.text().isEmpty() && it.cached().isEmpty() -> {}
        case Part.ToolCall it -> {
          content = flushed(content, input);
          call(it, input);
        }
        case Part.CustomCall it -> {
          content = flushed(content, input);
          customCall(it, input);
        }
        case Part.Thinking it -> {
          content = flushed(content, input);
          reasoning(it.text(), it.signature(), it.signedBy(), input);
        }
        case Part.HiddenThinking it -> {
          content = flushed(content, input);
          reasoning("", Optional.of(it.data()), it.signedBy(), input);
        }
        case Part.Foreign it when isItem(it) -> {
          content = flushed(content, input);
          input.add(it.json());
        }
        default -> parts.output(part, content);
      }
    }
    flushed(content, input);
  }

  private static boolean isCall(Part part) {
    return part instanceof Part.ToolCall || part instanceof Part.CustomCall;
  }

  private static ArrayNode flushed(ArrayNode content, ArrayNode input) {
    message("assistant", content, input);
    return content.isEmpty() ? content : Json.newArray();
  }

  private void call(Part.ToolCall call, ArrayNode input) {
    ObjectNode item = input.addObject().put("type", "function_call");
    item.put("call_id", idOf(call.id()));
    calls.add(call.id());
    named(item, call.name());
    item.put("arguments", call.arguments().isEmpty() ? "{}" : call.arguments());
    if (call.signature().isPresent()) {
      losses.drop("thinking");
    }
    parts.dropMark(call.cached());
  }

  private void customCall(Part.CustomCall call, ArrayNode input) {
    ObjectNode item = input.addObject().put("type", "custom_tool_call");
    named(item.put("call_id", idOf(call.id())), call.name()).put("input", call.input());
    calls.add(call.id());
    customCalls.add(call.id());
  }

  /** Names a tool, and the namespace that it stands in. */
  static ObjectNode named(ObjectNode node, String tool) {
    node.put("name", Namespaces.nameOf(tool));
    String namespace = Namespaces.namespaceOf(tool);
    return namespace.isEmpty() ? node : node.put("namespace", namespace);
  }

  /** Only what OpenAI signed goes back to it. */
  private void reasoning(
      String text, Optional<String> signature, DialectName signedBy, ArrayNode input) {
    if (signature.isEmpty() || signedBy != DialectName.OPENAI_RESPONSES) {
      losses.drop("thinking");
      return;
    }
    ReasoningProof proof =
        ReasoningProof.of(ReasoningProof.Kind.SIGNATURE, signedBy, signature.get());
    if (proof.encrypted().isEmpty() && from != DialectName.OPENAI_RESPONSES) {
      // An id alone refers to what was not stored: OpenAI would look for it in vain.
      return;
    }
    ObjectNode item = input.addObject().put("type", "reasoning");
    proof.write(item);
    ArrayNode summary = item.putArray("summary");
    if (!text.isEmpty()) {
      summary.addObject().put("type", "summary_text").put("text", text);
    }
  }

  private static boolean isItem(Part part) {
    return part instanceof Part.Foreign it
        && it.dialect() == DialectName.OPENAI_RESPONSES
        && !it.type().startsWith(ResponsesPartParser.PART);
  }

  private static void message(String role, ArrayNode content, ArrayNode input) {
    if (!content.isEmpty()) {
      setContent(input.addObject().put("type", "message").put("role", role), "content", content);
    }
  }

  /** A lone text is written as a string, which every compatible server understands. */
  private static void setContent(ObjectNode item, String name, ArrayNode content) {
    boolean lone =
        content.size() == 1
            && isText(content.get(0).path("type").asText())
            && !content.get(0).has(ResponsesPartWriter.CACHE_MARK);
    item.set(name, lone ? content.get(0).path("text") : content);
  }

  /** No other type that ends so: it may hold its text elsewhere. */
  private static boolean isText(String type) {
    return type.equals("input_text") || type.equals("output_text");
  }
}
