package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Sampling;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.WrongJsonException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads {@code generationConfig}; what has no place elsewhere is an extra by its path. */
final class GeminiConfigParser {

  private static final String TEXT = "text/plain";
  private static final String JSON = "application/json";
  private static final Set<String> KNOWN =
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
  private static final Set<String> KNOWN_OF_THINKING =
      Set.of("thinkingBudget", "thinkingLevel", "includeThoughts");

  private final At config;
  private final Map<String, JsonNode> extras;

  /** {@code needed} takes the names of extras that are the request's meaning. */
  GeminiConfigParser(At config, Map<String, JsonNode> extras, Set<String> needed) {
    this.config = config;
    this.extras = extras;
    config
        .membersBeside(KNOWN)
        .forEach((name, value) -> {
          String path = config.path() + "." + name;
          extras.put(path, value);
          if (name.equals("responseModalities") && asksForMoreThanText(value)) {
            needed.add(path);
          }
        });
  }

  static boolean asksForMoreThanText(JsonNode modalities) {
    for (JsonNode each : modalities) {
      if (!each.asText("").equalsIgnoreCase("text")) {
        return true;
      }
    }
    return modalities.isTextual() && !modalities.textValue().equalsIgnoreCase("text");
  }

  OptionalLong maxOutputTokens() throws WrongJsonException {
    return config.count("maxOutputTokens");
  }

  Sampling sampling() throws WrongJsonException {
    OptionalLong topLogprobs = OptionalLong.empty();
    if (config.flag("responseLogprobs").orElse(false)) {
      topLogprobs = OptionalLong.of(config.count("logprobs").orElse(0));
    }
    List<String> stop = new ArrayList<>();
    for (At each : config.list("stopSequences")) {
      stop.add(each.asText());
    }
    return new Sampling(
        config.decimal("temperature"),
        config.decimal("topP"),
        topK(),
        config.decimal("frequencyPenalty"),
        config.decimal("presencePenalty"),
        config.integer("seed"),
        config.count("candidateCount"),
        topLogprobs,
        stop);
  }

  /** Vertex has it as a float: {@code 40.0} is a whole number too. */
  private OptionalLong topK() throws WrongJsonException {
    Optional<BigDecimal> topK = config.decimal("topK");
    if (topK.isEmpty()) {
      return OptionalLong.empty();
    }
    BigDecimal value = topK.get();
    boolean small = value.precision() - value.scale() <= 9 && value.scale() < 100;
    if (!small || value.signum() < 0 || value.stripTrailingZeros().scale() > 0) {
      throw config.need("topK").wrong("a whole number");
    }
    return OptionalLong.of(value.longValue());
  }

  OutputFormat outputFormat() throws WrongJsonException {
    String type = config.text("responseMimeType").orElse(TEXT);
    Optional<At> own = config.object("responseSchema");
    Optional<At> general = config.object("responseJsonSchema");
    if (type.equals(JSON)) {
      Optional<JsonNode> schema =
          general.map(At::node).or(() -> own.map(it -> GeminiSchema.jsonSchema(it.node())));
      return schema.isEmpty()
          ? OutputFormat.JSON
          : new OutputFormat.Schema(
              Optional.empty(), Optional.empty(), schema.get(), Optional.empty());
    }
    if (!type.equals(TEXT)) {
      keep("responseMimeType");
    }
    keep("responseSchema");
    keep("responseJsonSchema");
    return OutputFormat.TEXT;
  }

  private void keep(String name) {
    config.member(name).ifPresent(it -> extras.put(it.path(), it.node()));
  }

  Reasoning reasoning() throws WrongJsonException {
    Optional<At> given = config.object("thinkingConfig");
    if (given.isEmpty()) {
      return Reasoning.UNSAID;
    }
    At thinking = Spelling.camel(given.get());
    thinking
        .membersBeside(KNOWN_OF_THINKING)
        .forEach((name, value) -> extras.put(thinking.path() + "." + name, value));
    OptionalLong budget = thinking.integer("thinkingBudget");
    if (budget.isPresent() && budget.getAsLong() < -1) {
      throw thinking.need("thinkingBudget").wrong("a whole number from -1");
    }
    return new Reasoning(effort(thinking), budget, thinking.flag("includeThoughts"));
  }

  /** A level that is not known here passes to the same dialect and to no other. */
  private Optional<Reasoning.Effort> effort(At thinking) throws WrongJsonException {
    Optional<String> level = thinking.text("thinkingLevel");
    if (level.isEmpty()) {
      return Optional.empty();
    }
    return switch (level.get().toUpperCase(Locale.ROOT)) {
      case "MINIMAL" -> Optional.of(Reasoning.Effort.MINIMAL);
      case "LOW" -> Optional.of(Reasoning.Effort.LOW);
      case "MEDIUM" -> Optional.of(Reasoning.Effort.MEDIUM);
      case "HIGH" -> Optional.of(Reasoning.Effort.HIGH);
      default -> {
        At found = thinking.need("thinkingLevel");
        extras.put(found.path(), found.node());
        yield Optional.empty();
      }
    };
  }
}
