package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Extras;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Reasoning;
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
import java.util.Set;

/**
 * Reads one request, whose path says the model and whether it is a stream. Where Google's JSON has
 * an array it also takes its one element alone ({@code "parts": {"text": ..}}), which its own
 * examples do.
 */
final class GeminiRequestParser {

  private static final String TIER = "serviceTier";
  private static final Set<String> KNOWN =
      Set.of("model", "contents", "systemInstruction", "generationConfig", "tools", "toolConfig");

  private final Map<String, JsonNode> extras = new LinkedHashMap<>();

  /** What lies at Google: without it the request is another one. */
  private final Set<String> needed = new HashSet<>(Set.of("cachedContent"));

  CanonicalRequest read(At body, CallAddress address) throws WrongJsonException {
    At root = Spelling.camel(body);
    Optional<String> said = address.model();
    String model = said.isPresent() ? said.get() : root.need("model").asText();
    List<Turn> turns = new ArrayList<>();
    GeminiContentParser contents = new GeminiContentParser(extras);
    Optional<At> instructions = root.object("systemInstruction");
    if (instructions.isPresent()) {
      turns.add(contents.instructions(instructions.get()));
    }
    for (At content : root.need("contents").listed()) {
      turns.add(contents.turn(content));
    }
    extras.putAll(root.membersBeside(KNOWN));
    Optional<At> given = root.object("generationConfig");
    At config =
        given.isPresent()
            ? Spelling.camel(given.get())
            : new At(Json.newObject(), "generationConfig");
    GeminiConfigParser generation = new GeminiConfigParser(config, extras, needed);
    GeminiToolParser tools = new GeminiToolParser(extras);
    List<Tool> all = tools.tools(root);
    ToolChoice choice = tools.choice(root);
    OutputFormat format = generation.outputFormat();
    Reasoning reasoning = generation.reasoning();
    // It stays as it came for its own dialect, which may know more of them.
    Optional<String> tier = root.text(TIER).flatMap(ServiceTiers::read);
    Set<String> idle = new HashSet<>();
    tier.ifPresent(_ -> idle.add(TIER));
    extras.forEach((path, value) -> {
      if (isIdle(path, value)) {
        idle.add(path);
      }
    });
    return new CanonicalRequest(
        DialectName.GEMINI,
        model,
        turns,
        all,
        choice,
        Optional.empty(),
        generation.maxOutputTokens(),
        generation.sampling(),
        format,
        reasoning,
        address.stream().orElse(false),
        true,
        Optional.empty(),
        tier,
        new Extras(extras, needed, idle));
  }

  /** What asks for nothing. */
  private static boolean isIdle(String path, JsonNode value) {
    return (value.isContainerNode() && value.isEmpty())
        || (path.endsWith(".responseModalities") && !GeminiConfigParser.asksForMoreThanText(value));
  }
}
