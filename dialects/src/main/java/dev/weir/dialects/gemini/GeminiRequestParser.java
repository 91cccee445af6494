package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads one request, in either spelling of its fields ({@code topP}, {@code top_p}). */
final class GeminiRequestParser {

  private static final Set<String> KNOWN =
      Set.of("contents", "systemInstruction", "generationConfig", "tools", "toolConfig", "model");

  private static final Set<String> KNOWN_CONFIG =
      Set.of(
          "temperature",
          "topP",
          "topK",
          "candidateCount",
          "maxOutputTokens",
          "stopSequences",
          "seed",
          "presencePenalty",
          "frequencyPenalty",
          "responseMimeType",
          "responseSchema",
          "responseJsonSchema",
          "responseLogprobs",
          "logprobs",
          "thinkingConfig");

  private static final String CONFIG = "generationConfig.";

  private final Map<String, JsonNode> extras = new LinkedHashMap<>();

  CanonicalRequest read(At written, String model, boolean stream) throws WrongJsonException {
    At root = Spelling.camel(written);
    List<Turn> turns = new ArrayList<>();
    Optional<At> system = root.object("systemInstruction");
    if (system.isPresent()) {
      turns.add(new Turn(Turn.Role.SYSTEM, new GeminiPartParser("s").parts(system.get())));
    }
    GeminiPartParser parts = new GeminiPartParser("call");
    for (At content : root.need("contents").elements()) {
      turns.add(turn(content.expectObject(), parts));
    }
    extras.putAll(root.membersBeside(KNOWN));
    At config = root.object("generationConfig").orElse(new At(EMPTY, "generationConfig"));
    config.membersBeside(KNOWN_CONFIG).forEach((name, value) -> extras.put(CONFIG + name, value));
    return new CanonicalRequest(
        DialectName.GEMINI,
        model,
        turns,
        tools(root),
        toolChoice(root),
        Optional.empty(),
        config.count("maxOutputTokens"),
        sampling(config),
        outputFormat(config),
        reasoning(config),
        stream,
        true,
        Optional.empty(),
        Optional.empty(),
        new Extras(extras, Set.of("cachedContent"), Set.of()));
  }

  private static final JsonNode EMPTY = Json.newObject();

  private static Turn turn(At content, GeminiPartParser parts) throws WrongJsonException {
    String role = content.text("role").orElse("user");
    return switch (role) {
      case "user", "function", "tool" -> new Turn(Turn.Role.USER, parts.parts(content));
      case "model" -> new Turn(Turn.Role.ASSISTANT, parts.parts(content));
      case "system" -> new Turn(Turn.Role.SYSTEM, parts.parts(content));
      default -> throw content.need("role").wrong("'user' or 'model'");
    };
  }

  private static Sampling sampling(At config) throws WrongJsonException {
    List<String> stop = new ArrayList<>();
    for (At each : config.array("stopSequences")) {
      stop.add(each.asText());
    }
    OptionalLong logprobs = config.count("logprobs");
    if (logprobs.isEmpty() && config.flag("responseLogprobs").orElse(false)) {
      logprobs = OptionalLong.of(0);
    }
    Optional<BigDecimal> topK = config.decimal("topK");
    return new Sampling(
        config.decimal("temperature"),
        config.decimal("topP"),
        topK.isPresent() ? OptionalLong.of(topK.get().longValue()) : OptionalLong.empty(),
        config.decimal("frequencyPenalty"),
        config.decimal("presencePenalty"),
        config.integer("seed"),
        config.count("candidateCount"),
        logprobs,
        stop);
  }

  private OutputFormat outputFormat(At config) throws WrongJsonException {
    Optional<At> schema = config.object("responseJsonSchema");
    if (schema.isEmpty()) {
      schema = config.object("responseSchema");
    }
    if (schema.isPresent()) {
      return new OutputFormat.Schema(
          Optional.empty(),
          Optional.empty(),
          GeminiSchema.toJsonSchema(schema.get().node()),
          Optional.empty());
    }
    String type = config.text("responseMimeType").orElse("text/plain");
    return switch (type) {
      case "application/json" -> OutputFormat.JSON;
      case "text/plain" -> OutputFormat.TEXT;
      default -> {
        extras.put(CONFIG + "responseMimeType", config.need("responseMimeType").node());
        yield OutputFormat.TEXT;
      }
    };
  }

  private static Reasoning reasoning(At config) throws WrongJsonException {
    Optional<At> thinking = config.object("thinkingConfig");
    if (thinking.isEmpty()) {
      return Reasoning.UNSAID;
    }
    At found = thinking.get();
    Optional<Reasoning.Effort> effort = Optional.empty();
    String level = found.text("thinkingLevel").orElse("").toUpperCase(Locale.ROOT);
    for (Reasoning.Effort each : Reasoning.Effort.values()) {
      if (each.name().equals(level)) {
        effort = Optional.of(each);
      }
    }
    return new Reasoning(effort, found.integer("thinkingBudget"), found.flag("includeThoughts"));
  }

  private static List<Tool> tools(At root) throws WrongJsonException {
    List<Tool> tools = new ArrayList<>();
    for (At each : root.array("tools")) {
      At tool = Spelling.camel(each.expectObject());
      for (At function : tool.array("functionDeclarations")) {
        At declared = Spelling.camel(function.expectObject());
        Optional<At> schema = declared.object("parametersJsonSchema");
        if (schema.isEmpty()) {
          schema = declared.object("parameters");
        }
        tools.add(
            new Tool.Function(
                declared.need("name").asText(),
                declared.text("description"),
                schema.map(it -> GeminiSchema.toJsonSchema(it.node())),
                Optional.empty(),
                Optional.empty()));
      }
      tool.membersBeside(Set.of("functionDeclarations"))
          .forEach((name, value) -> {
            var json = Json.newObject();
            json.set(name, value);
            tools.add(new Tool.Foreign(DialectName.GEMINI, name, json));
          });
    }
    return tools;
  }

  private static ToolChoice toolChoice(At root) throws WrongJsonException {
    Optional<At> config = root.object("toolConfig");
    Optional<At> calling =
        config.isEmpty()
            ? Optional.empty()
            : Spelling.camel(config.get()).object("functionCallingConfig");
    if (calling.isEmpty()) {
      return ToolChoice.UNSAID;
    }
    At found = Spelling.camel(calling.get());
    List<String> names = new ArrayList<>();
    for (At each : found.array("allowedFunctionNames")) {
      names.add(each.asText());
    }
    return switch (found.text("mode").orElse("AUTO").toUpperCase(Locale.ROOT)) {
      case "NONE" -> ToolChoice.NONE;
      case "ANY" ->
          names.isEmpty()
              ? ToolChoice.REQUIRED
              : names.size() == 1
                  ? new ToolChoice.Named(names.getFirst())
                  : new ToolChoice.Among(names, true);
      case "VALIDATED" -> names.isEmpty() ? ToolChoice.AUTO : new ToolChoice.Among(names, false);
      default -> ToolChoice.AUTO;
    };
  }
}
