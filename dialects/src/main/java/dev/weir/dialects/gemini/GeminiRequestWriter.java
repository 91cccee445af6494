package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Sampling;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.json.Json;
import java.util.Optional;

/**
 * Writes one request. Instructions, wherever they stood, become {@code systemInstruction} in their
 * order; neighbouring turns of one role become one.
 */
final class GeminiRequestWriter {

  private static final String CONFIG = "generationConfig.";

  private final CanonicalRequest request;
  private final Losses losses;
  private final ObjectNode root = Json.newObject();
  private final ObjectNode config = Json.newObject();

  GeminiRequestWriter(CanonicalRequest request, Losses losses) {
    this.request = request;
    this.losses = losses;
  }

  ObjectNode write() {
    turns();
    tools();
    sampling();
    outputFormat();
    reasoning();
    request.maxOutputTokens().ifPresent(it -> config.put("maxOutputTokens", it));
    request.user().ifPresent(_ -> losses.drop("user"));
    request.serviceTier().ifPresent(_ -> losses.drop("service_tier"));
    extras();
    if (!config.isEmpty()) {
      root.set("generationConfig", config);
    }
    return root;
  }

  private void turns() {
    GeminiPartWriter writer = new GeminiPartWriter(request, losses);
    ArrayNode system = Json.newArray();
    ArrayNode contents = root.putArray("contents");
    String role = "";
    ArrayNode parts = Json.newArray();
    for (Turn turn : request.turns()) {
      switch (turn.role()) {
        case SYSTEM, DEVELOPER -> writer.write(turn.parts(), system);
        case USER, ASSISTANT -> {
          String next = turn.role() == Turn.Role.USER ? "user" : "model";
          if (!next.equals(role)) {
            parts = Json.newArray();
            contents.addObject().put("role", next).set("parts", parts);
            role = next;
          }
          writer.write(turn.parts(), parts);
        }
      }
    }
    for (int i = contents.size() - 1; i >= 0; i--) {
      if (contents.get(i).path("parts").isEmpty()) {
        // A turn without parts is refused.
        contents.remove(i);
      }
    }
    if (system.isEmpty()) {
      return;
    }
    if (contents.isEmpty()) {
      // Instructions alone are no conversation: they are what the user says.
      contents.addObject().put("role", "user").set("parts", system);
    } else {
      root.putObject("systemInstruction").set("parts", system);
    }
  }

  private void tools() {
    ArrayNode tools = Json.newArray();
    ArrayNode functions = Json.newArray();
    for (Tool tool : request.tools()) {
      switch (tool) {
        case Tool.Function it -> {
          ObjectNode function = functions.addObject().put("name", it.name());
          it.description().ifPresent(text -> function.put("description", text));
          it.schema().ifPresent(schema -> function.set("parametersJsonSchema", schema));
          it.cached().ifPresent(_ -> losses.drop("cache_control"));
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
      tools.addObject().set("functionDeclarations", functions);
    }
    if (tools.isEmpty()) {
      return;
    }
    root.set("tools", tools);
    toolChoice();
    request
        .parallelToolCalls()
        .filter(parallel -> !parallel)
        .ifPresent(_ -> losses.drop("parallel_tool_calls"));
  }

  private void toolChoice() {
    ObjectNode calling = Json.newObject();
    switch (request.toolChoice()) {
      case ToolChoice.Unsaid _ -> {
        return;
      }
      case ToolChoice.Auto _ -> calling.put("mode", "AUTO");
      case ToolChoice.None _ -> calling.put("mode", "NONE");
      case ToolChoice.Required _ -> calling.put("mode", "ANY");
      case ToolChoice.Named(String name) ->
          calling.put("mode", "ANY").putArray("allowedFunctionNames").add(name);
      case ToolChoice.Among(var names, boolean required) ->
          names.forEach(
              calling.put("mode", required ? "ANY" : "VALIDATED").putArray("allowedFunctionNames")
                  ::add);
    }
    root.putObject("toolConfig").set("functionCallingConfig", calling);
  }

  private void sampling() {
    Sampling sampling = request.sampling();
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

  private void outputFormat() {
    switch (request.outputFormat()) {
      case OutputFormat.Text _ -> {}
      case OutputFormat.AnyJson _ -> config.put("responseMimeType", "application/json");
      case OutputFormat.Schema it -> {
        config.put("responseMimeType", "application/json");
        config.set("responseJsonSchema", it.schema());
      }
    }
  }

  /** Models of the third generation take a level, those before it a budget. */
  private void reasoning() {
    Reasoning reasoning = request.reasoning();
    if (reasoning.isUnsaid()) {
      return;
    }
    ObjectNode thinking = config.putObject("thinkingConfig");
    Optional<Reasoning.Effort> effort = reasoning.asEffort();
    if (request.model().startsWith("gemini-3") && reasoning.budgetTokens().isEmpty()) {
      effort.ifPresent(it -> thinking.put("thinkingLevel", levelOf(it)));
    } else {
      reasoning.asBudget().ifPresent(it -> thinking.put("thinkingBudget", it));
    }
    // A caller that asks for effort and not for thoughts still has a place for them.
    boolean shown = reasoning.shown().orElse(effort.isPresent() && effort.get() != NONE);
    thinking.put("includeThoughts", shown);
  }

  private static final Reasoning.Effort NONE = Reasoning.Effort.NONE;

  private static String levelOf(Reasoning.Effort effort) {
    return switch (effort) {
      case NONE, MINIMAL -> "minimal";
      case LOW -> "low";
      case MEDIUM -> "medium";
      case HIGH, XHIGH, MAX -> "high";
    };
  }

  private void extras() {
    if (request.from() != DialectName.GEMINI) {
      request.extras().lose(losses);
      return;
    }
    request
        .extras()
        .fields()
        .forEach((name, value) -> {
          if (name.startsWith(CONFIG)) {
            config.set(name.substring(CONFIG.length()), value);
          } else {
            root.set(name, value);
          }
        });
  }
}
