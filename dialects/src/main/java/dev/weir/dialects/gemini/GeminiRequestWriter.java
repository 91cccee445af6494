package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Sampling;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.json.Json;

/** Writes one request. */
final class GeminiRequestWriter {

  private final CanonicalRequest request;
  private final Losses losses;

  GeminiRequestWriter(CanonicalRequest request, Losses losses) {
    this.request = request;
    this.losses = losses;
  }

  ObjectNode write() {
    ObjectNode root = Json.newObject();
    new GeminiContentWriter(request, losses).write(request.turns(), root);
    tools(root);
    ObjectNode config = Json.newObject();
    request.maxOutputTokens().ifPresent(it -> config.put("maxOutputTokens", it));
    sampling(request.sampling(), config);
    outputFormat(request.outputFormat(), config);
    new ThinkingConfig(request.model(), request.from(), losses).write(request.reasoning(), config);
    if (!config.isEmpty()) {
      root.set("generationConfig", config);
    }
    if (!request.parallelToolCalls().orElse(true)) {
      losses.drop("parallel_tool_calls");
    }
    request.user().ifPresent(_ -> losses.drop("user"));
    request.serviceTier().ifPresent(_ -> losses.drop("service_tier"));
    extras(root);
    return root;
  }

  private void extras(ObjectNode root) {
    if (request.from() != DialectName.GEMINI) {
      request.extras().lose(losses);
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

  private static void sampling(Sampling sampling, ObjectNode config) {
    sampling.temperature().ifPresent(it -> config.put("temperature", it));
    sampling.topP().ifPresent(it -> config.put("topP", it));
    sampling.topK().ifPresent(it -> config.put("topK", it));
    sampling.frequencyPenalty().ifPresent(it -> config.put("frequencyPenalty", it));
    sampling.presencePenalty().ifPresent(it -> config.put("presencePenalty", it));
    sampling.seed().ifPresent(it -> config.put("seed", it));
    sampling.choices().ifPresent(it -> config.put("candidateCount", it));
    sampling
        .topLogprobs()
        .ifPresent(it -> {
          config.put("responseLogprobs", true);
          if (it > 0) {
            config.put("logprobs", it);
          }
        });
    if (!sampling.stop().isEmpty()) {
      sampling.stop().forEach(config.putArray("stopSequences")::add);
    }
  }

  /** A schema's name is a label that Gemini has no place for; its description moves into it. */
  private static void outputFormat(OutputFormat format, ObjectNode config) {
    switch (format) {
      case OutputFormat.Text _ -> {}
      case OutputFormat.AnyJson _ -> config.put("responseMimeType", "application/json");
      case OutputFormat.Schema it -> {
        config.put("responseMimeType", "application/json");
        JsonNode schema = it.schema();
        if (it.description().isPresent()
            && schema instanceof ObjectNode object
            && !object.has("description")) {
          schema = object.deepCopy().put("description", it.description().get());
        }
        config.set("responseJsonSchema", schema);
      }
    }
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
    return !(request.toolChoice() instanceof ToolChoice.Among(var names, boolean required))
        || required
        || names.contains(name);
  }

  private void function(Tool.Function function, ObjectNode written) {
    written.put("name", function.name());
    function.description().ifPresent(it -> written.put("description", it));
    function.schema().ifPresent(it -> written.set("parametersJsonSchema", it));
    if (function.strict().orElse(false)) {
      losses.drop("strict");
    }
    function.cached().ifPresent(_ -> losses.drop("cache_control"));
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
        ArrayNode allowed = mode(root, required ? "ANY" : "AUTO").putArray("allowedFunctionNames");
        names.forEach(allowed::add);
      }
    }
  }

  private static ObjectNode mode(ObjectNode root, String mode) {
    return root.putObject("toolConfig").putObject("functionCallingConfig").put("mode", mode);
  }
}
