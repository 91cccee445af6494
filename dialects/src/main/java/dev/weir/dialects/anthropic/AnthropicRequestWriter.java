package dev.weir.dialects.anthropic;

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
import java.util.regex.Pattern;

/** Writes one request, for {@code anthropic-version: 2023-06-01}. */
final class AnthropicRequestWriter {

  /** Where the caller says nothing; what the model may think comes on top. */
  private static final long MAX_TOKENS_UNSAID = 4_096;

  /** Longer ones are refused (platform.claude.com/docs/en/api/messages). */
  private static final int USER_LENGTH_MAX = 256;

  /** With thinking, {@code top_p} may be no less. */
  private static final BigDecimal TOP_P_MIN_THINKING = new BigDecimal("0.95");

  /** Which Anthropic answers 400 to: an address of mail, or a telephone number. */
  private static final Pattern REACHABLE =
      Pattern.compile("[^\\s@]+@[^\\s@]+\\.[^\\s@]+|\\+?[0-9 ()-]{7,}");

  private final CanonicalRequest request;
  private final ClaudeModel model;
  private final Losses losses;
  private final BlockExtras blockExtras;

  AnthropicRequestWriter(CanonicalRequest request, Losses losses) {
    this.request = request;
    this.model = ClaudeModel.of(request.model());
    this.losses = losses;
    this.blockExtras = new BlockExtras(request);
  }

  ObjectNode write() {
    ObjectNode root = Json.newObject().put("model", request.model());
    ObjectNode body = Json.newObject();
    new AnthropicMessageWriter(request, model, losses, blockExtras).write(body, wordsForJson());
    ThinkingWriter.Plan thinking =
        new ThinkingWriter(request, model, losses)
            .plan(callsWithoutThinking(body.path("messages")));
    root.put("max_tokens", request.maxOutputTokens().orElse(MAX_TOKENS_UNSAID + thinking.tokens()));
    root.setAll(body);
    if (request.from() != DialectName.ANTHROPIC
        && (thinking.on() || !model.goesOnFromItsWords())
        && Conversation.endsWithWordsOfTheModel(root.path("messages"))) {
      losses.drop(Losses.ASSISTANT_AT_THE_END);
      ObjectNode user = root.withArrayProperty("messages").addObject().put("role", "user");
      user.put("content", Turn.GO_ON);
    }
    new AnthropicToolWriter(request, model, losses, blockExtras).write(root);
    thinking.thinking().ifPresent(it -> root.set("thinking", it));
    ObjectNode config = Json.newObject();
    thinking.effort().ifPresent(it -> config.put("effort", it));
    outputFormat(config);
    if (!config.isEmpty()) {
      root.set("output_config", config);
    }
    sampling(request.sampling(), thinking.on(), root);
    others(root);
    if (request.stream()) {
      root.put("stream", true);
    }
    extras(root);
    return root;
  }

  /** Whether the model's last turn calls tools and does not begin with a thought. */
  private static boolean callsWithoutThinking(JsonNode messages) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      JsonNode message = messages.get(i);
      if (message.path("role").asText().equals("assistant")) {
        JsonNode blocks = message.path("content");
        boolean calls = false;
        for (JsonNode block : blocks) {
          calls |= block.path("type").asText().equals("tool_use");
        }
        return calls && !blocks.path(0).path("type").asText().endsWith("thinking");
      }
    }
    return false;
  }

  /** Anthropic has no mode for any JSON: the model is told so, which is not enforced. */
  private ArrayNode wordsForJson() {
    ArrayNode words = Json.newArray();
    if (request.outputFormat() instanceof OutputFormat.AnyJson) {
      losses.drop(CallerNames.of(request.from(), "response_format"));
      words.add(Conversation.text("Answer with one JSON object and nothing else."));
    }
    return words;
  }

  private void outputFormat(ObjectNode config) {
    if (!(request.outputFormat() instanceof OutputFormat.Schema format)) {
      return;
    }
    if (!model.takesSchema()) {
      losses.refuse(CallerNames.of(request.from(), "response_format"));
      return;
    }
    boolean own = request.from() == DialectName.ANTHROPIC;
    ObjectNode written = config.putObject("format").put("type", "json_schema");
    String name = CallerNames.of(request.from(), "response_format");
    written.set(
        "schema",
        own
            ? format.schema()
            : ClosedSchema.closed(format.schema(), lost -> losses.drop(name + "." + lost)));
    if (format.description().isPresent()) {
      losses.drop(name + ".description");
    }
  }

  private void sampling(Sampling sampling, boolean thinks, ObjectNode root) {
    sampling
        .temperature()
        .ifPresent(it -> {
          int toDefault = it.compareTo(BigDecimal.ONE);
          // More than 1 is not taken; 1 is the default and so the nearest.
          if (toDefault <= 0 && (toDefault == 0 || !thinks) && model.takesSampling()) {
            root.put("temperature", it);
          } else if (toDefault != 0) {
            drop("temperature");
          }
        });
    sampling
        .topP()
        .ifPresent(it -> {
          boolean beside = !root.has("temperature") || model.takesBothSamplers();
          boolean enough = !thinks || it.compareTo(TOP_P_MIN_THINKING) >= 0;
          if (beside && enough && model.takesSampling()) {
            root.put("top_p", it);
          } else {
            drop("top_p");
          }
        });
    if (sampling.topK().isPresent()) {
      if (thinks || !model.takesSampling()) {
        drop("top_k");
      } else {
        root.put("top_k", sampling.topK().getAsLong());
      }
    }
    if (sampling.choices().orElse(1) > 1) {
      losses.refuse(CallerNames.of(request.from(), "n"));
    }
    sampling.frequencyPenalty().ifPresent(_ -> drop("frequency_penalty"));
    sampling.presencePenalty().ifPresent(_ -> drop("presence_penalty"));
    sampling.seed().ifPresent(_ -> drop("seed"));
    sampling.topLogprobs().ifPresent(_ -> drop("logprobs"));
    stop(sampling, root);
  }

  private void stop(Sampling sampling, ObjectNode root) {
    ArrayNode stop = Json.newArray();
    for (String each : sampling.stop()) {
      // Blank ones are refused.
      if (each.isBlank()) {
        drop("stop");
      } else {
        stop.add(each);
      }
    }
    if (!stop.isEmpty()) {
      root.set("stop_sequences", stop);
    }
  }

  private void drop(String field) {
    losses.drop(CallerNames.of(request.from(), field));
  }

  private void others(ObjectNode root) {
    request
        .user()
        .ifPresent(it -> {
          boolean own = request.from() == DialectName.ANTHROPIC;
          if (it.length() > USER_LENGTH_MAX || (!own && REACHABLE.matcher(it).matches())) {
            drop("user");
          } else {
            root.putObject("metadata").put("user_id", it);
          }
        });
    request
        .serviceTier()
        .ifPresent(it ->
            ServiceTiers.asked(it)
                .ifPresentOrElse(
                    tier -> root.put("service_tier", tier), () -> drop("service_tier")));
  }

  /** A path leads into the object of that name, or to where a block or a tool stood. */
  private void extras(ObjectNode root) {
    boolean own = request.from() == DialectName.ANTHROPIC;
    request
        .extras()
        .fields()
        .forEach((name, value) -> {
          Optional<String> inConfig = below("output_config.", name);
          Optional<String> inMetadata = below("metadata.", name);
          Optional<String> inThinking = below("thinking.", name);
          if (!own) {
            request.extras().lose(name, losses);
          } else if (inConfig.isPresent()) {
            root.withObjectProperty("output_config").set(inConfig.get(), value);
          } else if (inMetadata.isPresent()) {
            root.withObjectProperty("metadata").set(inMetadata.get(), value);
          } else if (inThinking.isPresent()) {
            // Without the thinking itself it would be none.
            if (root.path("thinking") instanceof ObjectNode thinking) {
              thinking.set(inThinking.get(), value);
            } else {
              losses.drop(name);
            }
          } else if (name.contains("[") || name.contains(".")) {
            if (!blockExtras.isRestored(name)) {
              losses.drop(name);
            }
          } else {
            root.set(name, value);
          }
        });
  }

  private static Optional<String> below(String prefix, String name) {
    return name.startsWith(prefix)
        ? Optional.of(name.substring(prefix.length()))
        : Optional.empty();
  }
}
