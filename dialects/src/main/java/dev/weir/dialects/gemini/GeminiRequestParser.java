package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Extras;
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
    return new CanonicalRequest(
        DialectName.GEMINI,
        model,
        turns,
        tools.tools(root),
        tools.choice(root),
        Optional.empty(),
        generation.maxOutputTokens(),
        generation.sampling(),
        generation.outputFormat(),
        generation.reasoning(),
        address.stream().orElse(false),
        true,
        Optional.empty(),
        Optional.empty(),
        new Extras(extras, needed, Set.of()));
  }
}
