package dev.weir.dialects.responses;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.WrongJsonException;
import dev.weir.dialects.openai.StrictSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the tools of a request and the choice among them.
 *
 * <p>A function whose {@code strict} is unsaid is strict here, unlike in Chat (guide Function
 * calling, section Strict mode), if only its schema allows: OpenAI closes open schemas as well as
 * it can. So a schema that strict mode takes as it is reads as strict, and another as unsaid.
 */
final class ResponsesToolParser {

  private static final Set<String> KNOWN =
      Set.of("type", "name", "description", "parameters", "strict");

  private static final Set<String> KNOWN_OF_CUSTOM =
      Set.of("type", "name", "description", "format");

  private final Leftovers leftovers;

  ResponsesToolParser(Leftovers leftovers) {
    this.leftovers = leftovers;
  }

  List<Tool> tools(At root) throws WrongJsonException {
    List<Tool> tools = new ArrayList<>();
    for (At each : root.array("tools")) {
      String type = each.expectObject().need("type").asText();
      tools.add(
          switch (type) {
            case "function" -> function(each);
            case "custom" -> custom(each);
            default -> new Tool.Foreign(DialectName.OPENAI_RESPONSES, type, each.node());
          });
    }
    return tools;
  }

  private Tool function(At tool) throws WrongJsonException {
    tool.membersBeside(KNOWN)
        .forEach((name, value) -> leftovers.keep(tool.path() + "." + name, value));
    Optional<At> parameters = tool.object("parameters");
    Optional<Boolean> strict = tool.flag("strict");
    if (strict.isEmpty() && parameters.isPresent() && StrictSchema.is(parameters.get().node())) {
      strict = Optional.of(true);
    }
    return new Tool.Function(
        tool.need("name").asText(),
        tool.text("description"),
        parameters.map(At::node),
        strict,
        Optional.empty());
  }

  private Tool custom(At tool) throws WrongJsonException {
    tool.membersBeside(KNOWN_OF_CUSTOM)
        .forEach((name, value) -> leftovers.keep(tool.path() + "." + name, value));
    Optional<At> format = tool.object("format");
    Optional<Tool.Custom.Grammar> grammar = Optional.empty();
    if (format.isPresent() && format.get().need("type").asText().equals("grammar")) {
      grammar =
          Optional.of(
              new Tool.Custom.Grammar(
                  format.get().need("syntax").asText(), format.get().need("definition").asText()));
    }
    return new Tool.Custom(tool.need("name").asText(), tool.text("description"), grammar);
  }

  ToolChoice choice(At root) throws WrongJsonException {
    Optional<At> choice = root.member("tool_choice");
    if (choice.isEmpty()) {
      return ToolChoice.UNSAID;
    }
    At found = choice.get();
    if (found.node().isTextual()) {
      return switch (found.asText()) {
        case "auto" -> ToolChoice.AUTO;
        case "none" -> ToolChoice.NONE;
        case "required" -> ToolChoice.REQUIRED;
        default -> throw found.wrong("'none', 'auto', 'required' or an object");
      };
    }
    Optional<ToolChoice> read =
        switch (found.expectObject().text("type").orElse("")) {
          case "function", "custom" ->
              Optional.of(new ToolChoice.Named(found.need("name").asText()));
          case "allowed_tools" -> among(found);
          default -> Optional.empty();
        };
    if (read.isEmpty()) {
      // One of the provider's own tools.
      leftovers.need("tool_choice", found.node());
    }
    return read.orElse(ToolChoice.UNSAID);
  }

  /** Nothing where others than the application's are among them. */
  private static Optional<ToolChoice> among(At allowed) throws WrongJsonException {
    List<String> names = new ArrayList<>();
    for (At each : allowed.array("tools")) {
      String type = each.expectObject().text("type").orElse("function");
      if (!type.equals("function") && !type.equals("custom")) {
        return Optional.empty();
      }
      names.add(each.need("name").asText());
    }
    return Optional.of(
        new ToolChoice.Among(names, allowed.text("mode").orElse("auto").equals("required")));
  }
}
