package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Extras;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Sampling;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads one request, whose model and whose wish for a stream stand in its path. */
final class BedrockRequestParser {

  private static final Set<String> KNOWN =
      Set.of(
          // The path's, which SDKs and what was kept of them have beside the body.
          "modelId",
          "messages",
          "system",
          "inferenceConfig",
          "additionalModelRequestFields",
          "toolConfig",
          "outputConfig",
          "serviceTier");

  /** A guard that is left out guards nothing; variables are parts of a prompt. */
  private static final Set<String> NEEDED = Set.of("guardrailConfig", "promptVariables");

  private final CallAddress address;
  private final Map<String, JsonNode> extras = new LinkedHashMap<>();

  BedrockRequestParser(CallAddress address) {
    this.address = address;
  }

  CanonicalRequest read(At root) throws WrongJsonException {
    String model =
        address
            .model()
            .orElseThrow(() -> new WrongJsonException("modelId", "The path names no model."));
    BedrockMessageParser messages = new BedrockMessageParser(extras);
    List<Turn> turns = new ArrayList<>();
    Turn system = messages.system(root);
    if (!system.parts().isEmpty()) {
      turns.add(system);
    }
    for (At message : root.need("messages").elements()) {
      turns.add(messages.turn(message.expectObject()));
    }
    At inference = orEmpty(root, "inferenceConfig");
    keep(inference, Set.of("maxTokens", "temperature", "topP", "stopSequences"));
    At more = orEmpty(root, "additionalModelRequestFields");
    Reasoning reasoning = new ReasoningReader(more, extras).read();
    keepFieldsOfModel(more);
    At toolConfig = orEmpty(root, "toolConfig");
    List<Tool> tools = tools(toolConfig);
    ToolChoice choice = toolChoice(toolConfig);
    keep(toolConfig, Set.of("tools", "toolChoice"));
    OutputFormat format = outputFormat(orEmpty(root, "outputConfig"));
    extras.putAll(root.membersBeside(KNOWN));
    return new CanonicalRequest(
        DialectName.BEDROCK,
        model,
        turns,
        tools,
        choice,
        Optional.empty(),
        inference.count("maxTokens"),
        sampling(inference, more),
        format,
        reasoning,
        address.stream().orElse(false),
        true,
        Optional.empty(),
        serviceTier(root),
        new Extras(extras, NEEDED, Set.of()));
  }

  private static At orEmpty(At root, String name) throws WrongJsonException {
    return root.object(name).orElseGet(() -> new At(Json.newObject(), name));
  }

  /** Keeps what is not known, by its path. */
  private void keep(At object, Set<String> known) {
    object
        .membersBeside(known)
        .forEach((name, value) -> extras.put(object.path() + "." + name, value));
  }

  /** A Nova's {@code topK} stands in an object of its own. */
  private static OptionalLong topK(At more) throws WrongJsonException {
    return isTopKOfNova(more) ? more.need("inferenceConfig").count("topK") : more.count("top_k");
  }

  private static boolean isTopKOfNova(At more) {
    JsonNode inference = more.node().path("inferenceConfig");
    return inference.size() == 1 && inference.path("topK").canConvertToInt();
  }

  private void keepFieldsOfModel(At more) {
    Set<String> known = new HashSet<>(ReasoningReader.FIELDS);
    known.add(isTopKOfNova(more) ? "inferenceConfig" : "top_k");
    keep(more, known);
  }

  private static Sampling sampling(At inference, At more) throws WrongJsonException {
    List<String> stop = new ArrayList<>();
    for (At each : inference.array("stopSequences")) {
      stop.add(each.asText());
    }
    return new Sampling(
        inference.decimal("temperature"),
        inference.decimal("topP"),
        topK(more),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        stop);
  }

  private Optional<String> serviceTier(At root) throws WrongJsonException {
    At tier = orEmpty(root, "serviceTier");
    keep(tier, Set.of("type"));
    return tier.text("type");
  }

  private List<Tool> tools(At config) throws WrongJsonException {
    List<Tool> tools = new ArrayList<>();
    for (At each : config.array("tools")) {
      Optional<At> point = each.expectObject().object("cachePoint");
      Optional<At> spec = each.object("toolSpec");
      if (point.isPresent()) {
        if (!tools.isEmpty() && tools.getLast() instanceof Tool.Function it) {
          tools.set(
              tools.size() - 1,
              new Tool.Function(
                  it.name(),
                  it.description(),
                  it.schema(),
                  it.strict(),
                  Optional.of(BedrockMessageParser.cacheMark(point.get()))));
        } else {
          extras.put(point.get().path(), point.get().node());
        }
      } else if (spec.isPresent() && isPlain(spec.get())) {
        tools.add(function(spec.get()));
      } else {
        String type = each.node().isEmpty() ? "tool" : each.node().fieldNames().next();
        tools.add(new Tool.Foreign(DialectName.BEDROCK, type, each.node()));
      }
    }
    return tools;
  }

  private static boolean isPlain(At spec) {
    return spec.membersBeside(Set.of("name", "description", "inputSchema", "strict")).isEmpty();
  }

  private static Tool function(At spec) throws WrongJsonException {
    Optional<At> schema = spec.object("inputSchema");
    return new Tool.Function(
        spec.need("name").asText(),
        spec.text("description"),
        schema.isPresent() ? schema.get().object("json").map(At::node) : Optional.empty(),
        spec.flag("strict"),
        Optional.empty());
  }

  private ToolChoice toolChoice(At config) throws WrongJsonException {
    Optional<At> choice = config.object("toolChoice");
    if (choice.isEmpty()) {
      return ToolChoice.UNSAID;
    }
    At found = choice.get();
    if (found.object("tool").isPresent()) {
      return new ToolChoice.Named(found.need("tool").need("name").asText());
    }
    if (found.member("any").isPresent()) {
      return ToolChoice.REQUIRED;
    }
    if (found.member("auto").isPresent()) {
      return ToolChoice.AUTO;
    }
    extras.put(found.path(), found.node());
    return ToolChoice.UNSAID;
  }

  /** The schema is a text of JSON. */
  private OutputFormat outputFormat(At config) throws WrongJsonException {
    keep(config, Set.of("textFormat"));
    Optional<At> format = config.object("textFormat");
    if (format.isEmpty()) {
      return OutputFormat.TEXT;
    }
    if (!format.get().text("type").orElse("").equals("json_schema")) {
      extras.put(format.get().path(), format.get().node());
      return OutputFormat.TEXT;
    }
    At schema = format.get().need("structure").expectObject().need("jsonSchema").expectObject();
    At text = schema.need("schema");
    JsonNode tree =
        Json.tree(text.asText())
            .filter(JsonNode::isObject)
            .orElseThrow(() -> text.wrong("a JSON object as text"));
    return new OutputFormat.Schema(
        schema.text("name"), schema.text("description"), tree, Optional.empty());
  }
}
