package dev.weir.dialects.canonical;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tools that take a text of free form, for providers that have functions alone: each becomes a
 * function of one text, {@code input}, which a call of it gives back ({@link TextInput}). What its
 * grammar demands is asked for in words, which enforce nothing, and named.
 */
final class TextTools {

  /** The function's one argument. */
  static final String INPUT = "input";

  private static final String GRAMMAR = "tools: grammar";

  private TextTools() {}

  /** The names of the request's tools that take a text. */
  static Set<String> names(CanonicalRequest request) {
    return request.tools().stream()
        .flatMap(Tool::elsewhere)
        .filter(Tool.Custom.class::isInstance)
        .map(it -> ((Tool.Custom) it).name())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The request with functions in their place. */
  static CanonicalRequest asFunctions(CanonicalRequest request, Losses losses) {
    return request.withTools(
        request.tools().stream()
            .map(it -> it instanceof Tool.Custom custom ? function(custom, losses) : it)
            .toList(),
        request.toolChoice(),
        request.turns().stream().map(TextTools::turn).toList());
  }

  private static Tool function(Tool.Custom tool, Losses losses) {
    ObjectNode schema = Json.newObject().put("type", "object");
    ObjectNode input = schema.putObject("properties").putObject(INPUT).put("type", "string");
    tool.grammar()
        .ifPresent(it -> {
          losses.drop(GRAMMAR);
          input.put(
              "description", "Follows this grammar (" + it.syntax() + "):\n" + it.definition());
        });
    schema.putArray("required").add(INPUT);
    schema.put("additionalProperties", false);
    return new Tool.Function(
        tool.name(), tool.description(), Optional.of(schema), Optional.empty(), Optional.empty());
  }

  private static Turn turn(Turn turn) {
    List<Part> parts =
        turn.parts().stream()
            .map(it -> it instanceof Part.CustomCall call ? call(call) : it)
            .toList();
    return new Turn(turn.role(), parts);
  }

  private static Part call(Part.CustomCall call) {
    String arguments = Json.text(Json.newObject().put(INPUT, call.input()));
    return new Part.ToolCall(call.id(), call.name(), arguments);
  }
}
