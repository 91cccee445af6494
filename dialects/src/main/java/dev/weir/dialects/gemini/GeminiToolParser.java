package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code tools} and {@code toolConfig}. */
final class GeminiToolParser {

  private static final Set<String> KNOWN_OF_FUNCTION =
      Set.of("name", "description", "parameters", "parametersJsonSchema");

  private final Map<String, JsonNode> extras;

  GeminiToolParser(Map<String, JsonNode> extras) {
    this.extras = extras;
  }

  /** Each server tool is a tool of its own, also where several stand in one object. */
  List<Tool> tools(At root) throws WrongJsonException {
    List<Tool> tools = new ArrayList<>();
    for (At each : root.list("tools")) {
      At tool = Spelling.camel(each);
      for (At function : tool.list("functionDeclarations")) {
        tools.add(function(Spelling.camel(function)));
      }
      tool.membersBeside(Set.of("functionDeclarations"))
          .forEach((name, value) -> {
            ObjectNode json = Json.newObject();
            json.set(name, value);
            tools.add(new Tool.Foreign(DialectName.GEMINI, name, json));
          });
    }
    return tools;
  }

  private Tool function(At function) throws WrongJsonException {
    function
        .membersBeside(KNOWN_OF_FUNCTION)
        .forEach((name, value) -> extras.put(function.path() + "." + name, value));
    Optional<At> own = function.object("parameters");
    Optional<At> general = function.object("parametersJsonSchema");
    return new Tool.Function(
        function.need("name").asText(),
        function.text("description"),
        general.map(At::node).or(() -> own.map(it -> GeminiSchema.jsonSchema(it.node()))),
        Optional.empty(),
        Optional.empty());
  }

  ToolChoice choice(At root) throws WrongJsonException {
    Optional<At> given = root.object("toolConfig");
    if (given.isEmpty()) {
      return ToolChoice.UNSAID;
    }
    At config = Spelling.camel(given.get());
    config
        .membersBeside(Set.of("functionCallingConfig"))
        .forEach((name, value) -> extras.put(config.path() + "." + name, value));
    Optional<At> calling = config.object("functionCallingConfig");
    return calling.isEmpty() ? ToolChoice.UNSAID : choiceOf(Spelling.camel(calling.get()));
  }

  private ToolChoice choiceOf(At calling) throws WrongJsonException {
    LinkedHashSet<String> names = new LinkedHashSet<>();
    for (At each : calling.list("allowedFunctionNames")) {
      names.add(each.asText());
    }
    return switch (calling.text("mode").orElse("MODE_UNSPECIFIED")) {
      case "MODE_UNSPECIFIED" -> ToolChoice.UNSAID;
      case "AUTO" -> names.isEmpty() ? ToolChoice.AUTO : new ToolChoice.Among(names, false);
      case "NONE" -> ToolChoice.NONE;
      case "ANY" ->
          switch (names.size()) {
            case 0 -> ToolChoice.REQUIRED;
            case 1 -> new ToolChoice.Named(names.getFirst());
            default -> new ToolChoice.Among(names, true);
          };
      case "VALIDATED" -> {
        // As the model likes; that calls follow their schemas is Gemini's own promise.
        extras.put(calling.path(), calling.node());
        yield names.isEmpty() ? ToolChoice.AUTO : new ToolChoice.Among(names, false);
      }
      default -> {
        extras.put(calling.path(), calling.node());
        yield ToolChoice.UNSAID;
      }
    };
  }
}
