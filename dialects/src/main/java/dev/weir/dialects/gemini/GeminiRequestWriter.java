package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CallerNames;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Sampling;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes one request. */
final class GeminiRequestWriter {

  /** As Gemini limits them (ai.google.dev/api/generate-content#generationconfig). */
  private static final int STOP_SEQUENCES_MAX = 5;

  private static final String EXTRA_BODY = "extra_body";

  private final CanonicalRequest request;
  private final GeminiServer server;
  private final Losses losses;

  GeminiRequestWriter(CanonicalRequest request, GeminiServer server, Losses losses) {
    this.request = request;
    this.server = server;
    this.losses = losses;
  }

  ObjectNode write() {
    ObjectNode root = Json.newObject();
    new GeminiContentWriter(request, server, losses).write(request.turns(), root);
    tools(root);
    ObjectNode config = Json.newObject();
    request.maxOutputTokens().ifPresent(it -> config.put("maxOutputTokens", it));
    sampling(request.sampling(), config);
    outputFormat(request.outputFormat(), config);
    new ThinkingConfig(request.model(), request.from(), losses).write(request.reasoning(), config);
    if (!config.isEmpty()) {
      root.set("generationConfig", config);
    }
    if (!request.parallelToolCalls().orElse(true) && !request.singleCall()) {
      drop("parallel_tool_calls");
    }
    request.user().ifPresent(_ -> drop("user"));
    serviceTier(root);
    extras(root);
    return root;
  }

  /** {@code auto} leaves it to the provider, as saying nothing does. */
  private void serviceTier(ObjectNode root) {
    Optional<String> said = request.serviceTier().filter(it -> !it.equals("auto"));
    if (said.isEmpty() || request.from() == DialectName.GEMINI) {
      return;
    }
    Optional<String> asked =
        server.takesServiceTier() ? ServiceTiers.write(said.get()) : Optional.empty();
    asked.ifPresent(it -> root.put("serviceTier", it));
    if (asked.isEmpty()) {
      drop("service_tier");
    }
  }

  private void extras(ObjectNode root) {
    if (request.from() != DialectName.GEMINI) {
      request
          .extras()
          .fields()
          .forEach((name, value) -> {
            if (request.from() != DialectName.OPENAI_CHAT || !googles(root, name, value)) {
              request.extras().lose(name, losses);
            }
          });
      return;
    }
    request
        .extras()
        .fields()
        .forEach((name, value) -> {
          if (name.indexOf('[') >= 0 || !set(root, name, value)) {
            // It leads into a content or a tool, which is not the one that it was.
            request.extras().lose(name, losses);
          }
        });
  }

  /** What Google's own endpoint for Chat takes: the cache that the request begins with. */
  private boolean googles(ObjectNode root, String name, JsonNode value) {
    if (name.equals(EXTRA_BODY + ".google.cached_content")) {
      return true;
    }
    JsonNode cache = value.path("google").path("cached_content");
    if (!name.equals(EXTRA_BODY) || !cache.isTextual()) {
      return false;
    }
    root.set("cachedContent", cache);
    // Where it says how much to think, and that was read, what was not read is an extra by its
    // path.
    if (!request.extras().idle().contains(name)) {
      dropMembers(EXTRA_BODY, value, "google");
      dropMembers(EXTRA_BODY + ".google", value.path("google"), "cached_content");
    }
    return true;
  }

  private void dropMembers(String path, JsonNode object, String known) {
    for (String each : (Iterable<String>) object::fieldNames) {
      if (!each.equals(known)) {
        losses.drop(path + "." + each);
      }
    }
  }

  /** Puts a value where its path says. */
  private static boolean set(ObjectNode root, String path, JsonNode value) {
    ObjectNode at = root;
    String rest = path;
    for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
      String name = rest.substring(0, dot);
      if (!at.has(name)) {
        at.putObject(name);
      }
      if (!(at.get(name) instanceof ObjectNode next)) {
        return false;
      }
      at = next;
      rest = rest.substring(dot + 1);
    }
    at.set(rest, value);
    return true;
  }

  private void drop(String field) {
    losses.drop(CallerNames.of(request.from(), field));
  }

  /** No answer is translated with them. */
  private void logprobs(long alternatives, ObjectNode config) {
    if (request.from() != DialectName.GEMINI) {
      drop("logprobs");
      return;
    }
    config.put("responseLogprobs", true);
    if (alternatives > 0) {
      config.put("logprobs", alternatives);
    }
  }

  private void sampling(Sampling sampling, ObjectNode config) {
    sampling.temperature().ifPresent(it -> config.put("temperature", it));
    sampling.topP().ifPresent(it -> config.put("topP", it));
    sampling.topK().ifPresent(it -> config.put("topK", it));
    sampling.frequencyPenalty().ifPresent(it -> config.put("frequencyPenalty", it));
    sampling.presencePenalty().ifPresent(it -> config.put("presencePenalty", it));
    seed(sampling.seed(), config);
    sampling.choices().ifPresent(it -> config.put("candidateCount", it));
    if (sampling.topLogprobs().isPresent()) {
      logprobs(sampling.topLogprobs().getAsLong(), config);
    }
    stop(sampling.stop(), config);
  }

  /** Gemini's has 32 bits. */
  private void seed(OptionalLong seed, ObjectNode config) {
    if (seed.isPresent() && seed.getAsLong() != (int) seed.getAsLong()) {
      drop("seed");
      return;
    }
    seed.ifPresent(it -> config.put("seed", it));
  }

  private void stop(List<String> stop, ObjectNode config) {
    if (stop.isEmpty()) {
      return;
    }
    boolean fits = stop.size() <= STOP_SEQUENCES_MAX || request.from() == DialectName.GEMINI;
    if (!fits) {
      drop("stop");
    }
    ArrayNode written = config.putArray("stopSequences");
    (fits ? stop : stop.subList(0, STOP_SEQUENCES_MAX)).forEach(written::add);
  }

  /** A schema's name is a label that Gemini has no place for; its description moves into it. */
  private void outputFormat(OutputFormat format, ObjectNode config) {
    switch (format) {
      case OutputFormat.Text _ -> {}
      case OutputFormat.AnyJson _ -> config.put("responseMimeType", "application/json");
      case OutputFormat.Schema it -> {
        config.put("responseMimeType", "application/json");
        JsonNode schema = schema(it.schema(), "response_format");
        if (it.description().isPresent()
            && schema instanceof ObjectNode object
            && !object.has("description")) {
          schema = object.deepCopy().put("description", it.description().get());
        }
        config.set("responseJsonSchema", schema);
      }
    }
  }

  /** What Gemini's own callers say, Gemini may judge. */
  private JsonNode schema(JsonNode schema, String field) {
    if (request.from() == DialectName.GEMINI) {
      return schema;
    }
    Optional<JsonNode> written = SchemaForGemini.of(schema);
    if (written.isEmpty()) {
      losses.refuse(
          CallerNames.of(request.from(), field) + ": a schema whose references do not resolve");
    }
    return written.orElse(schema);
  }

  private void tools(ObjectNode root) {
    ArrayNode functions = Json.newArray();
    ArrayNode tools = Json.newArray();
    for (Tool tool : request.tools()) {
      switch (tool) {
        case Tool.Function it -> {
          if (mayBeCalled(it.name())) {
            function(it, functions.addObject());
          }
        }
        case Tool.Custom _ -> losses.refuse("tools: custom");
        case Tool.Foreign it -> {
          if (it.dialect() == DialectName.GEMINI) {
            tools.add(it.json());
          } else {
            losses.refuse("tools: " + it.type());
          }
        }
      }
    }
    if (!functions.isEmpty()) {
      tools.insertObject(0).set("functionDeclarations", functions);
    }
    if (tools.isEmpty()) {
      return;
    }
    root.set("tools", tools);
    toolChoice(request.toolChoice(), root);
  }

  /** Gemini takes the allowed names where a call is demanded only; else the others are left out. */
  private boolean mayBeCalled(String name) {
    return request.allows(name)
        || (request.toolChoice() instanceof ToolChoice.Among(_, boolean required) && required);
  }

  private void function(Tool.Function function, ObjectNode written) {
    written.put("name", function.name());
    function.description().ifPresent(it -> written.put("description", it));
    function
        .schema()
        .filter(it -> request.from() == DialectName.GEMINI || !SchemaForGemini.isEmpty(it))
        .ifPresent(it -> written.set("parametersJsonSchema", schema(it, "tools")));
    if (function.strict().orElse(false)) {
      drop("strict");
    }
    function.cached().ifPresent(_ -> drop("cache_control"));
  }

  private static void toolChoice(ToolChoice choice, ObjectNode root) {
    switch (choice) {
      case ToolChoice.Unsaid _ -> {}
      case ToolChoice.Auto _ -> mode(root, "AUTO");
      case ToolChoice.None _ -> mode(root, "NONE");
      case ToolChoice.Required _ -> mode(root, "ANY");
      case ToolChoice.Named(String name) ->
          mode(root, "ANY").putArray("allowedFunctionNames").add(name);
      case ToolChoice.Among(var names, boolean required) -> {
        ObjectNode config = mode(root, required ? "ANY" : "AUTO");
        if (required) {
          names.forEach(config.putArray("allowedFunctionNames")::add);
        }
      }
    }
  }

  private static ObjectNode mode(ObjectNode root, String mode) {
    return root.putObject("toolConfig").putObject("functionCallingConfig").put("mode", mode);
  }
}
