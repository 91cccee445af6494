package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Extras;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Sampling;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.WrongJsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads one request. */
final class AnthropicRequestParser {

  /** The type of {@link Tool.Foreign} that stands for an entry of {@code mcp_servers}. */
  static final String MCP_SERVER = "mcp_servers";

  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "messages",
          "system",
          "max_tokens",
          "stream",
          "temperature",
          "top_p",
          "top_k",
          "stop_sequences",
          "tools",
          "tool_choice",
          "thinking",
          "output_config",
          "output_format",
          "metadata",
          "service_tier",
          "mcp_servers");
  private static final Set<String> KNOWN_OF_TOOL =
      Set.of("type", "name", "description", "input_schema", "strict", "cache_control");

  private final Map<String, JsonNode> extras = new LinkedHashMap<>();
  private Optional<Boolean> parallelToolCalls = Optional.empty();

  CanonicalRequest read(At root) throws WrongJsonException {
    String model = root.need("model").asText();
    AnthropicMessageParser messages = new AnthropicMessageParser(extras);
    List<Turn> turns = new ArrayList<>();
    Optional<At> system = root.member("system");
    if (system.isPresent()) {
      turns.add(new Turn(Turn.Role.SYSTEM, messages.instructions(system.get())));
    }
    for (At message : root.need("messages").elements()) {
      turns.add(messages.turn(message.expectObject()));
    }
    extras.putAll(root.membersBeside(KNOWN));
    List<Tool> tools = tools(root);
    ToolChoice choice = toolChoice(root);
    OutputFormat format = outputFormat(root);
    return new CanonicalRequest(
        DialectName.ANTHROPIC,
        model,
        turns,
        tools,
        choice,
        parallelToolCalls,
        root.count("max_tokens"),
        sampling(root),
        format,
        new ThinkingReader(extras).read(root),
        root.flag("stream").orElse(false),
        true,
        user(root),
        root.text("service_tier").map(ServiceTiers::read),
        new Extras(extras));
  }

  private static Sampling sampling(At root) throws WrongJsonException {
    List<String> stop = new ArrayList<>();
    for (At each : root.array("stop_sequences")) {
      stop.add(each.asText());
    }
    return new Sampling(
        root.decimal("temperature"),
        root.decimal("top_p"),
        root.count("top_k"),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        stop);
  }

  private Optional<String> user(At root) throws WrongJsonException {
    Optional<At> metadata = root.object("metadata");
    if (metadata.isEmpty()) {
      return Optional.empty();
    }
    metadata
        .get()
        .membersBeside(Set.of("user_id"))
        .forEach((name, value) -> extras.put("metadata." + name, value));
    return metadata.get().text("user_id");
  }

  /** {@code output_format} is the name of the beta, which some clients still send. */
  private OutputFormat outputFormat(At root) throws WrongJsonException {
    Optional<At> config = root.object("output_config");
    Optional<At> format = config.isPresent() ? config.get().object("format") : Optional.empty();
    if (config.isPresent()) {
      config
          .get()
          .membersBeside(Set.of("effort", "format"))
          .forEach((name, value) -> extras.put("output_config." + name, value));
    }
    if (format.isEmpty()) {
      format = root.object("output_format");
    }
    if (format.isEmpty()) {
      return OutputFormat.TEXT;
    }
    if (format.get().need("type").asText().equals("json_schema")) {
      return new OutputFormat.Schema(
          Optional.empty(),
          Optional.empty(),
          format.get().need("schema").expectObject().node(),
          Optional.empty());
    }
    extras.put("output_config.format", format.get().node());
    return OutputFormat.TEXT;
  }

  private List<Tool> tools(At root) throws WrongJsonException {
    List<Tool> tools = new ArrayList<>();
    for (At each : root.array("tools")) {
      String type = each.expectObject().text("type").orElse("custom");
      if (!type.equals("custom")) {
        tools.add(new Tool.Foreign(DialectName.ANTHROPIC, type, each.node()));
        continue;
      }
      tools.add(
          new Tool.Function(
              each.need("name").asText(),
              each.text("description"),
              each.object("input_schema").map(At::node),
              each.flag("strict"),
              AnthropicMessageParser.cached(each)));
      each.membersBeside(KNOWN_OF_TOOL)
          .forEach((name, value) -> extras.put(each.path() + "." + name, value));
    }
    // Servers whose tools the provider calls: they must not be lost on the way to another.
    for (At server : root.array("mcp_servers")) {
      tools.add(new Tool.Foreign(DialectName.ANTHROPIC, MCP_SERVER, server.expectObject().node()));
    }
    return tools;
  }

  private ToolChoice toolChoice(At root) throws WrongJsonException {
    Optional<At> found = root.object("tool_choice");
    if (found.isEmpty()) {
      return ToolChoice.UNSAID;
    }
    At choice = found.get();
    parallelToolCalls = choice.flag("disable_parallel_tool_use").map(it -> !it);
    return switch (choice.need("type").asText()) {
      case "auto" -> ToolChoice.AUTO;
      case "any" -> ToolChoice.REQUIRED;
      case "none" -> ToolChoice.NONE;
      case "tool" -> new ToolChoice.Named(choice.need("name").asText());
      default -> {
        extras.put("tool_choice", choice.node());
        yield ToolChoice.UNSAID;
      }
    };
  }
}
