package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CallerNames;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Sampling;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.json.ClosedSchema;
import dev.weir.dialects.json.Json;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Writes the body of one request. */
final class BedrockRequestWriter {

  /** What the answer may have beside the thinking where the caller says nothing. */
  private static final long MAX_TOKENS_UNSAID = 4_096;

  /** With thinking, {@code top_p} may be no less. */
  private static final BigDecimal TOP_P_MIN_THINKING = new BigDecimal("0.95");

  private static final Set<String> CONFIGS =
      Set.of(
          "inferenceConfig",
          "additionalModelRequestFields",
          "toolConfig",
          "outputConfig",
          "serviceTier");

  private static final BigDecimal ZERO = BigDecimal.ZERO;

  private final CanonicalRequest request;
  private final BedrockModel model;
  private final Losses losses;

  BedrockRequestWriter(CanonicalRequest request, Losses losses) {
    this.request = request;
    this.model = BedrockModel.of(request.model());
    this.losses = losses;
  }

  ObjectNode write() {
    ObjectNode root = Json.newObject();
    new BedrockMessageWriter(request, model, losses).write(root, wordsForJson());
    new BedrockToolWriter(request, model, losses).write(root);
    ObjectNode inference = Json.newObject();
    ObjectNode more = Json.newObject();
    ReasoningWriter.Written reasoning =
        new ReasoningWriter(request, model, losses).write(root.path("messages"), more);
    goOn(reasoning.on(), root);
    maxTokens(reasoning, inference);
    sampling(request.sampling(), reasoning, inference, more);
    notSaid(request.sampling());
    if (!inference.isEmpty()) {
      root.set("inferenceConfig", inference);
    }
    if (!more.isEmpty()) {
      root.set("additionalModelRequestFields", more);
    }
    outputFormat(root);
    serviceTier(root);
    request.user().ifPresent(_ -> drop("user"));
    extras(root);
    return root;
  }

  /** Claude answers 400 to words of its own at the end, since 4.6 and wherever it thinks. */
  private void goOn(boolean thinks, ObjectNode root) {
    JsonNode messages = root.path("messages");
    JsonNode last = messages.path(messages.size() - 1);
    boolean calls = false;
    for (JsonNode block : last.path("content")) {
      calls |= block.has("toolUse");
    }
    if (request.from() != DialectName.BEDROCK
        && model.isClaude()
        && (thinks || !model.goesOnFromItsWords())
        && last.path("role").asText().equals("assistant")
        && !calls) {
      losses.drop(Losses.ASSISTANT_AT_THE_END);
      ObjectNode user = root.withArrayProperty("messages").addObject().put("role", "user");
      user.putArray("content").addObject().put("text", Turn.GO_ON);
    }
  }

  /** Bedrock has no mode for any JSON: the model is told so, which is not enforced. */
  private ArrayNode wordsForJson() {
    ArrayNode words = Json.newArray();
    if (request.outputFormat() instanceof OutputFormat.AnyJson) {
      drop("response_format");
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
      boolean own = request.from() == DialectName.BEDROCK;
      String name = CallerNames.of(request.from(), "response_format");
      schema.put(
          "schema",
          Json.text(
              own
                  ? format.schema()
                  : ClosedSchema.closed(format.schema(), lost -> losses.drop(name + "." + lost))));
      format.name().ifPresent(it -> schema.put("name", it));
      format.description().ifPresent(it -> schema.put("description", it));
    }
  }

  /** The limit holds the thinking too; Bedrock's own caller may have left it no room. */
  private void maxTokens(ReasoningWriter.Written reasoning, ObjectNode inference) {
    OptionalLong asked = request.maxOutputTokens();
    OptionalLong budget = reasoning.budget();
    if (budget.isEmpty()) {
      asked.ifPresent(it -> inference.put("maxTokens", it));
      return;
    }
    long max = asked.orElse(Math.addExact(budget.getAsLong(), MAX_TOKENS_UNSAID));
    inference.put(
        "maxTokens",
        max > budget.getAsLong() ? max : Math.addExact(budget.getAsLong(), Math.max(max, 1)));
  }

  /** {@code auto} leaves it to the provider, as saying nothing does. */
  private void serviceTier(ObjectNode root) {
    Optional<String> said = request.serviceTier().filter(it -> !it.equals("auto"));
    Optional<String> asked = said.flatMap(it -> ServiceTiers.asked(request.from(), it));
    asked.ifPresent(it -> root.putObject("serviceTier").put("type", it));
    if (said.isPresent() && asked.isEmpty()) {
      drop("service_tier");
    }
  }

  /** A Claude that thinks takes its defaults alone, and the newest take nothing else ever. */
  private void sampling(
      Sampling sampling, ReasoningWriter.Written reasoning, ObjectNode inference, ObjectNode more) {
    boolean thinks = reasoning.on();
    Optional<BigDecimal> temperature = sampling.temperature();
    Optional<BigDecimal> topP = sampling.topP();
    boolean temperatureFits =
        !reasoning.alone()
            && temperature.isPresent()
            && fits(temperature.get(), thinks ? BigDecimal.ONE : ZERO);
    boolean topPFits =
        !reasoning.alone()
            && topP.isPresent()
            && fits(topP.get(), thinks ? TOP_P_MIN_THINKING : ZERO);
    if (topPFits
        && temperatureFits
        && request.from() != DialectName.BEDROCK
        && !model.takesBothSamplers()) {
      topPFits = false;
    }
    if (temperatureFits) {
      inference.put("temperature", temperature.get());
    } else if (temperature.isPresent()) {
      drop("temperature");
    }
    if (topPFits) {
      inference.put("topP", topP.get());
    } else if (topP.isPresent()) {
      drop("top_p");
    }
    if (!sampling.stop().isEmpty() && !model.takesStops()) {
      drop("stop");
    } else if (!sampling.stop().isEmpty()) {
      sampling.stop().forEach(inference.putArray("stopSequences")::add);
    }
    topK(sampling.topK(), thinks, more);
  }

  /** Bedrock takes both from 0 to 1. */
  private boolean fits(BigDecimal value, BigDecimal min) {
    return model.takesSampling()
        && value.compareTo(min) >= 0
        && value.compareTo(BigDecimal.ONE) <= 0;
  }

  /** A field of the model's, which a Nova has in an object of its own. */
  private void topK(OptionalLong topK, boolean thinks, ObjectNode more) {
    if (topK.isEmpty()) {
      return;
    }
    if (thinks || !model.takesSampling()) {
      drop("top_k");
    } else if (model.isNova()) {
      more.putObject("inferenceConfig").put("topK", topK.getAsLong());
    } else {
      more.put("top_k", topK.getAsLong());
    }
  }

  private void notSaid(Sampling sampling) {
    if (sampling.choices().orElse(1) > 1) {
      losses.refuse(CallerNames.of(request.from(), "n"));
    }
    sampling.frequencyPenalty().ifPresent(_ -> drop("frequency_penalty"));
    sampling.presencePenalty().ifPresent(_ -> drop("presence_penalty"));
    sampling.seed().ifPresent(_ -> drop("seed"));
    sampling.topLogprobs().ifPresent(_ -> drop("logprobs"));
  }

  private void drop(String field) {
    losses.drop(CallerNames.of(request.from(), field));
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
