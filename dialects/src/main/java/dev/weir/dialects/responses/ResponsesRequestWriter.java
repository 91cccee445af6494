package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CallerNames;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Extras;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Sampling;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.openai.FunctionSchemas;
import dev.weir.dialects.openai.JsonMode;
import dev.weir.dialects.openai.OpenAiModel;
import dev.weir.dialects.openai.SharedFields;
import dev.weir.dialects.openai.UserName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Writes one request.
 *
 * <p>A first turn of the system that is one text becomes {@code instructions}; all other
 * instructions stay messages where they stand, so that none is joined or moved. A request of this
 * dialect has {@code instructions} only where it had them, since they end with the response while a
 * message stays in a stored conversation.
 */
final class ResponsesRequestWriter {

  /** OpenAI refuses less. */
  private static final long OUTPUT_TOKENS_MIN = 16;

  private final CanonicalRequest request;
  private final boolean own;
  private final OpenAiModel model;
  private final Losses losses;
  private final ObjectNode root = Json.newObject();

  ResponsesRequestWriter(CanonicalRequest request, Losses losses) {
    this.request = request;
    this.own = request.from() == DialectName.OPENAI_RESPONSES;
    this.model = OpenAiModel.of(request.from().isOpenAi() ? "" : request.model());
    this.losses = losses;
  }

  ObjectNode write() {
    root.put("model", request.model());
    input();
    if (request.stream()) {
      root.put("stream", true);
    }
    maxOutputTokens();
    sampling(request.sampling());
    outputFormat(request.outputFormat());
    tools();
    reasoning(request.reasoning());
    UserName.of(request, losses).ifPresent(it -> root.put("user", it));
    request.serviceTier().ifPresent(it -> root.put("service_tier", it));
    if (!own) {
      root.put("store", false);
    }
    request.extras().fields().forEach(this::extra);
    include();
    return root;
  }

  private void input() {
    List<Turn> turns = JsonMode.turns(request, Turn.Role.DEVELOPER);
    // Where any JSON is wanted, a message has to say so, and instructions are none.
    boolean instructed =
        turns.size() > (own ? 0 : 1)
            && (own || !(request.outputFormat() instanceof OutputFormat.AnyJson))
            && turns.getFirst().role() == Turn.Role.SYSTEM
            && turns.getFirst().parts().size() == 1
            && turns.getFirst().parts().getFirst() instanceof Part.Text
            && (!own || request.extras().fields().containsKey("instructions"));
    if (instructed) {
      Part.Text text = (Part.Text) turns.getFirst().parts().getFirst();
      root.put("instructions", text.text());
      if (text.cached().isPresent()) {
        losses.drop("cache_control");
      }
      turns = turns.subList(1, turns.size());
    }
    ArrayNode input = Json.newArray();
    new ResponsesItemWriter(request.from(), losses).write(turns, input);
    // Only state at the provider makes up for an input that is none.
    boolean state =
        own
            && ResponsesRequestParser.STATE.stream()
                .anyMatch(request.extras().fields()::containsKey);
    if (!state || !input.isEmpty()) {
      root.set("input", input);
    }
  }

  /** A probe for one token, as some clients send it, gets its answer and not an error. */
  private void maxOutputTokens() {
    if (request.maxOutputTokens().isEmpty()) {
      return;
    }
    long tokens = request.maxOutputTokens().getAsLong();
    if (!own && tokens < OUTPUT_TOKENS_MIN) {
      losses.drop("max_tokens below " + OUTPUT_TOKENS_MIN);
      tokens = OUTPUT_TOKENS_MIN;
    }
    root.put("max_output_tokens", tokens);
  }

  private void sampling(Sampling sampling) {
    number("temperature", sampling.temperature());
    number("top_p", sampling.topP());
    // No answer is translated with them.
    dropIf(!own && sampling.topLogprobs().isPresent(), "logprobs");
    sampling.topLogprobs().stream()
        .filter(it -> own && it > 0)
        .forEach(it -> root.put("top_logprobs", it));
    dropIf(sampling.topK().isPresent(), "top_k");
    dropIf(sampling.frequencyPenalty().isPresent(), "frequency_penalty");
    dropIf(sampling.presencePenalty().isPresent(), "presence_penalty");
    dropIf(sampling.seed().isPresent(), "seed");
    dropIf(!sampling.stop().isEmpty(), "stop");
    if (sampling.choices().orElse(1) != 1) {
      losses.refuse(CallerNames.of(request.from(), "n"));
    }
  }

  /** A model that reasons may take the default alone. */
  private void number(String name, Optional<BigDecimal> value) {
    value.ifPresent(it -> {
      if (model.samples(request.reasoning().asEffort()) || it.compareTo(BigDecimal.ONE) == 0) {
        root.put(name, it);
      } else {
        losses.drop(CallerNames.of(request.from(), name));
      }
    });
  }

  private void dropIf(boolean said, String name) {
    if (said) {
      losses.drop(CallerNames.of(request.from(), name));
    }
  }

  private void outputFormat(OutputFormat format) {
    switch (format) {
      case OutputFormat.Text _ -> {}
      case OutputFormat.AnyJson _ ->
          root.putObject("text").putObject("format").put("type", "json_object");
      case OutputFormat.Schema it -> {
        ObjectNode schema = root.putObject("text").putObject("format").put("type", "json_schema");
        // OpenAI demands a name.
        schema.put("name", it.name().orElse("answer"));
        it.description().ifPresent(text -> schema.put("description", text));
        FunctionSchemas.format(request, it, schema, losses);
      }
    }
  }

  private void tools() {
    ArrayNode tools = Json.newArray();
    for (Tool tool : request.tools()) {
      switch (tool) {
        case Tool.Function it -> function(it, tools.addObject());
        case Tool.Custom it -> custom(it, tools.addObject());
        case Tool.Foreign it -> {
          if (it.dialect() == DialectName.OPENAI_RESPONSES) {
            if (!it.type().equals(ResponsesToolParser.ADDITIONAL)) {
              tools.add(it.json());
            }
          } else {
            losses.refuse("tools: " + it.type());
          }
        }
      }
    }
    if (request.tools().isEmpty()) {
      return;
    }
    if (!tools.isEmpty()) {
      root.set("tools", tools);
    }
    toolChoice(request.toolChoice());
    request.parallelToolCalls().ifPresent(it -> root.put("parallel_tool_calls", it));
  }

  private void function(Tool.Function tool, ObjectNode written) {
    written.put("type", "function").put("name", tool.name());
    tool.description().ifPresent(it -> written.put("description", it));
    Optional<JsonNode> parameters = FunctionSchemas.ofOneObject(request, tool, losses);
    if (parameters.isPresent()) {
      written.set("parameters", parameters.get());
    } else {
      written.putObject("parameters").put("type", "object").putObject("properties");
    }
    Optional<Boolean> strict = FunctionSchemas.strict(request, tool, losses);
    if (strict.isPresent()) {
      written.put("strict", strict.get());
    } else if (!own) {
      // Unsaid is strict here and not strict elsewhere.
      written.put("strict", false);
    }
    if (tool.cached().isPresent()) {
      losses.drop("cache_control");
    }
  }

  private static void custom(Tool.Custom tool, ObjectNode written) {
    written.put("type", "custom").put("name", tool.name());
    tool.description().ifPresent(it -> written.put("description", it));
    tool.grammar()
        .ifPresent(it ->
            written
                .putObject("format")
                .put("type", "grammar")
                .put("syntax", it.syntax())
                .put("definition", it.definition()));
  }

  private static ObjectNode named(Set<String> custom, String tool, ObjectNode written) {
    return ResponsesItemWriter.named(
        written.put("type", custom.contains(tool) ? "custom" : "function"), tool);
  }

  private void toolChoice(ToolChoice choice) {
    switch (choice) {
      case ToolChoice.Unsaid _ -> {}
      case ToolChoice.Auto _ -> root.put("tool_choice", "auto");
      case ToolChoice.None _ -> root.put("tool_choice", "none");
      case ToolChoice.Required _ -> root.put("tool_choice", "required");
      case ToolChoice.Named(String name) ->
          named(request.customTools(), name, root.putObject("tool_choice"));
      case ToolChoice.Among(var names, boolean required) -> {
        ObjectNode allowed = root.putObject("tool_choice").put("type", "allowed_tools");
        allowed.put("mode", required ? "required" : "auto");
        ArrayNode tools = allowed.putArray("tools");
        Set<String> custom = request.customTools();
        names.forEach(name -> named(custom, name, tools.addObject()));
      }
    }
  }

  private void reasoning(Reasoning reasoning) {
    reasoning
        .asEffort()
        .flatMap(model::nearest)
        .ifPresent(it ->
            root.withObjectProperty("reasoning").put("effort", it.name().toLowerCase(Locale.ROOT)));
    if (model.misses(reasoning)) {
      losses.drop(CallerNames.of(request.from(), "reasoning_effort"));
    }
    if (reasoning.shown().orElse(false) && !own && model.reasons()) {
      root.withObjectProperty("reasoning").put("summary", "auto");
    }
  }

  private void extra(String name, JsonNode value) {
    Extras extras = request.extras();
    switch (request.from()) {
      case OPENAI_RESPONSES -> {
        if (name.equals("instructions")) {
          return;
        }
        if (name.contains("[")) {
          // A path leads into an item or a tool, which is not the one that it was.
          extras.lose(name, losses);
        } else {
          set(name, value);
        }
      }
      case OPENAI_CHAT -> {
        if (SharedFields.contains(name) || name.equals("store") || name.equals("metadata")) {
          set(name, value);
        } else {
          extras.lose(name, losses);
        }
      }
      case ANTHROPIC, GEMINI, BEDROCK -> extras.lose(name, losses);
    }
  }

  private void set(String name, JsonNode value) {
    int dot = name.indexOf('.');
    if (name.equals("verbosity")) {
      root.withObjectProperty("text").set(name, value);
    } else if (name.startsWith("text.") || name.startsWith("reasoning.")) {
      root.withObjectProperty(name.substring(0, dot)).set(name.substring(dot + 1), value);
    } else {
      root.set(name, value);
    }
  }

  /**
   * Asks for what a request has in another place, log probabilities, and for what one of another
   * dialect takes for granted: where reasoning is wanted or comes back, its proofs. Not always: a
   * model that does not reason refuses to be asked.
   */
  private void include() {
    ArrayNode include = Json.newArray();
    root.path("include").forEach(include::add);
    if (own && request.sampling().topLogprobs().isPresent()) {
      include.add(ResponsesRequestParser.LOGPROBS);
    }
    if (!own && (wantsReasoning() || givesReasoningBack())) {
      include.add(ResponsesRequestParser.ENCRYPTED);
    }
    if (!include.isEmpty()) {
      root.set("include", include);
    }
  }

  private boolean wantsReasoning() {
    Reasoning reasoning = request.reasoning();
    return !reasoning.isUnsaid()
        && model.reasons()
        && reasoning.asEffort().orElse(Reasoning.Effort.MEDIUM) != Reasoning.Effort.NONE;
  }

  private boolean givesReasoningBack() {
    for (JsonNode item : root.path("input")) {
      if (item.path("type").asText("").equals("reasoning")) {
        return true;
      }
    }
    return false;
  }
}
