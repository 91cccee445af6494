package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Namespaces;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;
import dev.weir.dialects.openai.StrictSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Reads the tools of a request and the choice among them.
 *
 * <p>A function whose {@code strict} is unsaid is strict here, unlike in Chat (guide Function
 * calling, section Strict mode), if only its schema allows: OpenAI closes open schemas as well as
 * it can. So a schema that strict mode takes as it is reads as strict, and another as unsaid.
 */
final class ResponsesToolParser {

  /** The type of {@link Tool.Foreign} that stands for the tools of an item of the input. */
  static final String ADDITIONAL = "additional_tools";

  private static final String NAMESPACE = "namespace";

  private static final Set<String> KNOWN =
      Set.of("type", "name", "description", "parameters", "strict");

  private static final Set<String> KNOWN_OF_CUSTOM =
      Set.of("type", "name", "description", "format");

  private static final Set<String> KNOWN_OF_NAMESPACE = Set.of("type", "name", "tools");

  private final Leftovers leftovers;

  ResponsesToolParser(Leftovers leftovers) {
    this.leftovers = leftovers;
  }

  List<Tool> tools(At root) throws WrongJsonException {
    List<Tool> tools = new ArrayList<>();
    for (At each : root.array("tools")) {
      tools.add(tool(each, "", leftovers::keep));
    }
    Optional<At> input = root.member("input");
    if (input.isPresent() && input.get().node().isArray()) {
      for (At item : input.get().elements()) {
        boolean brings = item.node().path("type").asText("").equals(ADDITIONAL);
        if (brings && !item.array("tools").isEmpty()) {
          tools.add(additional(item));
        }
      }
    }
    return tools;
  }

  /** The item itself stands among the turns; what it brings is told to other dialects alone. */
  private Tool additional(At item) throws WrongJsonException {
    List<String> lost = new ArrayList<>();
    List<Tool> tools = new ArrayList<>();
    for (At each : item.array("tools")) {
      tools.add(tool(each, "", (name, _) -> lost.add(name)));
    }
    return new Tool.Foreign(
        DialectName.OPENAI_RESPONSES,
        ADDITIONAL,
        Json.newObject(),
        Optional.of(new Tool.Foreign.Instead(tools, lost)));
  }

  private Tool tool(At tool, String namespace, BiConsumer<String, JsonNode> keep)
      throws WrongJsonException {
    String type = tool.expectObject().need("type").asText();
    return switch (type) {
      case "function" -> function(tool, namespace, keep);
      case "custom" -> custom(tool, namespace, keep);
      case NAMESPACE -> namespace(tool);
      default -> new Tool.Foreign(DialectName.OPENAI_RESPONSES, type, tool.node());
    };
  }

  /** Its tools, each by a name that holds the namespace's. */
  private Tool namespace(At namespace) throws WrongJsonException {
    List<String> lost = new ArrayList<>();
    namespace
        .membersBeside(KNOWN_OF_NAMESPACE)
        .forEach((name, _) -> lost.add(namespace.path() + "." + name));
    String name = name(namespace);
    List<Tool> tools = new ArrayList<>();
    for (At each : namespace.array("tools")) {
      tools.add(tool(each, name, (path, _) -> lost.add(path)));
    }
    return new Tool.Foreign(
        DialectName.OPENAI_RESPONSES,
        NAMESPACE,
        namespace.node(),
        Optional.of(new Tool.Foreign.Instead(tools, lost)));
  }

  private static Tool function(At tool, String namespace, BiConsumer<String, JsonNode> keep)
      throws WrongJsonException {
    tool.membersBeside(KNOWN)
        .forEach((name, value) -> keep.accept(tool.path() + "." + name, value));
    Optional<At> parameters = tool.object("parameters");
    Optional<Boolean> strict = tool.flag("strict");
    if (strict.isEmpty() && parameters.isPresent() && StrictSchema.is(parameters.get().node())) {
      strict = Optional.of(true);
    }
    return new Tool.Function(
        Namespaces.joined(namespace, name(tool)),
        tool.text("description"),
        parameters.map(At::node),
        strict,
        Optional.empty());
  }

  private static Tool custom(At tool, String namespace, BiConsumer<String, JsonNode> keep)
      throws WrongJsonException {
    tool.membersBeside(KNOWN_OF_CUSTOM)
        .forEach((name, value) -> keep.accept(tool.path() + "." + name, value));
    Optional<At> format = tool.object("format");
    Optional<Tool.Custom.Grammar> grammar = Optional.empty();
    if (format.isPresent() && format.get().need("type").asText().equals("grammar")) {
      grammar =
          Optional.of(
              new Tool.Custom.Grammar(
                  format.get().need("syntax").asText(), format.get().need("definition").asText()));
    }
    return new Tool.Custom(
        Namespaces.joined(namespace, name(tool)), tool.text("description"), grammar);
  }

  /** The name of what calls or names a tool. */
  static String nameOf(At caller) throws WrongJsonException {
    return Namespaces.joined(caller.text(NAMESPACE).orElse(""), name(caller));
  }

  private static String name(At named) throws WrongJsonException {
    At name = named.need("name");
    if (!Namespaces.mayHold(name.asText())) {
      throw name.wrong("a name without control characters");
    }
    return name.asText();
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
          case "function", "custom" -> Optional.of(new ToolChoice.Named(nameOf(found)));
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
    LinkedHashSet<String> names = new LinkedHashSet<>();
    for (At each : allowed.array("tools")) {
      String type = each.expectObject().text("type").orElse("function");
      if (!type.equals("function") && !type.equals("custom")) {
        return Optional.empty();
      }
      names.add(nameOf(each));
    }
    return Optional.of(
        new ToolChoice.Among(names, allowed.text("mode").orElse("auto").equals("required")));
  }
}
