package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Sampling;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.json.Json;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/** Writes the body of one request; what cannot be said is named as Chat names it. */
final class BedrockRequestWriter {

  private static final long BUDGET_MIN = 1_024;

  /** What the answer may have beside the thinking where the caller says nothing. */
  private static final long MAX_TOKENS_UNSAID = 4_096;

  /** With thinking, {@code top_p} may be no less. */
  private static final BigDecimal TOP_P_MIN_THINKING = new BigDecimal("0.95");

  private static final Set<String> CONFIGS =
      Set.of("inferenceConfig", "additionalModelRequestFields", "toolConfig", "outputConfig");

  private final CanonicalRequest request;
  private final Losses losses;

  BedrockRequestWriter(CanonicalRequest request, Losses losses) {
    this.request = request;
    this.losses = losses;
  }

  static boolean isClaude(CanonicalRequest request) {
    return request.model().toLowerCase(Locale.ROOT).contains("claude");
  }

  ObjectNode write() {
    ObjectNode root = Json.newObject();
    new BedrockMessageWriter(request, losses).write(root, wordsForJson());
    new BedrockToolWriter(request, losses).write(root);
    OptionalLong budget = thinkingBudget(root.path("messages"));
    ObjectNode inference = Json.newObject();
    ObjectNode more = Json.newObject();
    maxTokens(budget, inference);
    sampling(request.sampling(), budget.isPresent(), inference, more);
    if (budget.isPresent()) {
      more.putObject("thinking").put("type", "enabled").put("budget_tokens", budget.getAsLong());
    }
    if (!inference.isEmpty()) {
      root.set("inferenceConfig", inference);
    }
    if (!more.isEmpty()) {
      root.set("additionalModelRequestFields", more);
    }
    outputFormat(root);
    request.user().ifPresent(_ -> losses.drop("user"));
    request.serviceTier().ifPresent(_ -> losses.drop("service_tier"));
    extras(root);
    return root;
  }

  /** Bedrock has no mode for any JSON: the model is told so, which is not enforced. */
  private ArrayNode wordsForJson() {
    ArrayNode words = Json.newArray();
    if (request.outputFormat() instanceof OutputFormat.AnyJson) {
      losses.drop("response_format");
      words.add(Conversation.text("Answer with one JSON object and nothing else."));
    }
    return words;
  }

  /** API_runtime_JsonSchemaDefinition: the schema is a text of JSON. */
  private void outputFormat(ObjectNode root) {
    if (request.outputFormat() instanceof OutputFormat.Schema format) {
      ObjectNode written = root.putObject("outputConfig").putObject("textFormat");
      written.put("type", "json_schema");
      ObjectNode schema = written.putObject("structure").putObject("jsonSchema");
      schema.put("schema", Json.text(format.schema()));
      format.name().ifPresent(it -> schema.put("name", it));
      format.description().ifPresent(it -> schema.put("description", it));
    }
  }

  /**
   * Empty where the model does not think. A Claude refuses to think where it must call a tool, and
   * where its last turn calls tools without a thought before them.
   */
  private OptionalLong thinkingBudget(JsonNode messages) {
    Reasoning reasoning = request.reasoning();
    OptionalLong asked = reasoning.asBudget();
    if (asked.isEmpty() || asked.getAsLong() == 0) {
      if (reasoning.shown().orElse(false)) {
        losses.drop("reasoning summary");
      }
      return OptionalLong.empty();
    }
    if (!isClaude(request) || mustCall() || callsWithoutThinking(messages)) {
      losses.drop("reasoning_effort");
      return OptionalLong.empty();
    }
    long budget =
        asked.getAsLong() < 0
            ? Reasoning.budgetOf(Reasoning.Effort.MEDIUM)
            : Math.max(asked.getAsLong(), BUDGET_MIN);
    return OptionalLong.of(budget);
  }

  private boolean mustCall() {
    return switch (request.toolChoice()) {
      case ToolChoice.Required _, ToolChoice.Named _ -> !request.tools().isEmpty();
      case ToolChoice.Among it -> it.required();
      case ToolChoice.Unsaid _, ToolChoice.Auto _, ToolChoice.None _ -> false;
    };
  }

  private static boolean callsWithoutThinking(JsonNode messages) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      JsonNode message = messages.get(i);
      if (message.path("role").asText().equals("assistant")) {
        boolean calls = false;
        for (JsonNode block : message.path("content")) {
          calls |= block.has("toolUse");
        }
        return calls && !message.path("content").path(0).has("reasoningContent");
      }
    }
    return false;
  }

  /** The limit holds the thinking too, so where it has no room for both it is raised. */
  private void maxTokens(OptionalLong budget, ObjectNode inference) {
    OptionalLong asked = request.maxOutputTokens();
    if (budget.isEmpty()) {
      asked.ifPresent(it -> inference.put("maxTokens", it));
      return;
    }
    long max = asked.orElse(Math.addExact(budget.getAsLong(), MAX_TOKENS_UNSAID));
    inference.put(
        "maxTokens",
        max > budget.getAsLong() ? max : Math.addExact(budget.getAsLong(), Math.max(max, 1)));
  }

  private void sampling(Sampling sampling, boolean thinks, ObjectNode inference, ObjectNode more) {
    sampling
        .temperature()
        .ifPresent(it -> {
          // From 0 to 1; a Claude that thinks takes its default alone.
          boolean isDefault = it.compareTo(BigDecimal.ONE) == 0;
          if (it.compareTo(BigDecimal.ONE) > 0 || (thinks && !isDefault)) {
            losses.drop("temperature");
          } else {
            inference.put("temperature", it);
          }
        });
    sampling
        .topP()
        .ifPresent(it -> {
          if (thinks && it.compareTo(TOP_P_MIN_THINKING) < 0) {
            losses.drop("top_p");
          } else {
            inference.put("topP", it);
          }
        });
    if (!sampling.stop().isEmpty()) {
      sampling.stop().forEach(inference.putArray("stopSequences")::add);
    }
    if (sampling.topK().isPresent()) {
      if (thinks) {
        losses.drop("top_k");
      } else {
        more.put("top_k", sampling.topK().getAsLong());
      }
    }
    if (sampling.choices().orElse(1) > 1) {
      losses.refuse("n");
    }
    sampling.frequencyPenalty().ifPresent(_ -> losses.drop("frequency_penalty"));
    sampling.presencePenalty().ifPresent(_ -> losses.drop("presence_penalty"));
    sampling.seed().ifPresent(_ -> losses.drop("seed"));
    sampling.topLogprobs().ifPresent(_ -> losses.drop("logprobs"));
  }

  /** A path leads into the object of that name; what stood inside a list has lost its place. */
  private void extras(ObjectNode root) {
    boolean own = request.from() == DialectName.BEDROCK;
    request
        .extras()
        .fields()
        .forEach((name, value) -> {
          int dot = name.indexOf('.');
          boolean inside = dot >= 0 && CONFIGS.contains(name.substring(0, dot));
          if (!own) {
            request.extras().lose(name, losses);
          } else if (name.indexOf('[') >= 0) {
            losses.drop(name);
          } else if (inside) {
            root.withObjectProperty(name.substring(0, dot)).set(name.substring(dot + 1), value);
          } else {
            root.set(name, value);
          }
        });
  }
}
