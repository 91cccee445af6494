package dev.weir.dialects.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Reasoning.Effort;
import dev.weir.dialects.json.At;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How much is to be thought, in the words of other makers' endpoints for Chat: Anthropic's {@code
 * thinking}, which DeepSeek, Moonshot and others have without a budget; OpenRouter's {@code
 * reasoning}; Google's {@code extra_body.google.thinking_config} (platform.claude.com/docs, OpenAI
 * SDK compatibility; openrouter.ai/docs, Reasoning tokens; ai.google.dev/gemini-api/docs/openai).
 *
 * <p>A field that says what is not known here is left to the extras. One that is read stays there
 * for the same dialect, and is no loss elsewhere but for members that were not read, which become
 * extras by their path.
 */
final class ReasoningWishes {

  private static final String THINKING = "thinking";
  private static final String REASONING = "reasoning";
  private static final String EXTRA_BODY = "extra_body";
  private static final List<String> FIELDS = List.of(THINKING, REASONING, EXTRA_BODY);

  private static final long AS_THE_MODEL_LIKES = -1;

  private static final Reasoning NOT_AT_ALL =
      new Reasoning(Optional.of(Effort.NONE), OptionalLong.empty(), Optional.empty());

  private final Map<String, JsonNode> extras;
  private final Set<String> idle;

  /** The members that were read of what is at hand. */
  private final Set<String> read = new HashSet<>();

  /**
   * @param extras takes the members that were not read, by their paths
   * @param idle takes the name of the field that was read
   */
  ReasoningWishes(Map<String, JsonNode> extras, Set<String> idle) {
    this.extras = extras;
    this.idle = idle;
  }

  /** Reads the first of the fields that says something. */
  Reasoning read(JsonNode root) {
    for (String field : FIELDS) {
      JsonNode said = root.path(field);
      read.clear();
      Optional<Reasoning> wish =
          switch (field) {
            case THINKING -> thinking(said);
            case REASONING -> reasoning(said);
            default -> google(said);
          };
      if (wish.isPresent()) {
        idle.add(field);
        nameUnread(field, said);
        return wish.get().inOtherWords();
      }
    }
    return Reasoning.UNSAID;
  }

  /** Whether the request refers to a cache that lies at Google. */
  static boolean needGoogle(JsonNode root) {
    return root.path(EXTRA_BODY).path("google").path("cached_content").isTextual();
  }

  private void nameUnread(String field, JsonNode said) {
    if (!field.equals(EXTRA_BODY)) {
      nameMembers(field, said, read);
      return;
    }
    JsonNode google = said.path("google");
    String config = google.has("thinking_config") ? "thinking_config" : "thinkingConfig";
    nameMembers(field, said, Set.of("google"));
    nameMembers(field + ".google", google, Set.of(config));
    nameMembers(field + ".google." + config, google.path(config), read);
  }

  private void nameMembers(String path, JsonNode object, Set<String> known) {
    new At(object, path)
        .membersBeside(known)
        .forEach((name, value) -> extras.put(path + "." + name, value));
  }

  private Optional<Reasoning> thinking(JsonNode said) {
    read.add("type");
    Optional<Boolean> display =
        switch (said.path("display").asText("")) {
          case "omitted" -> Optional.of(false);
          case "summarized" -> Optional.of(true);
          default -> Optional.empty();
        };
    if (display.isPresent()) {
      read.add("display");
    }
    return switch (said.path("type").asText("")) {
      case "enabled" -> {
        read.add("budget_tokens");
        yield budget(said.path("budget_tokens"))
            .map(it -> new Reasoning(Optional.empty(), it, Optional.of(display.orElse(true))));
      }
      case "adaptive" ->
          Optional.of(
              new Reasoning(Optional.empty(), OptionalLong.of(AS_THE_MODEL_LIKES), display));
      case "disabled" -> Optional.of(NOT_AT_ALL);
      default -> Optional.empty();
    };
  }

  /** As many tokens as are said, or as the model likes; nothing where it is no such number. */
  private static Optional<OptionalLong> budget(JsonNode tokens) {
    if (tokens.isMissingNode() || tokens.isNull()) {
      return Optional.of(OptionalLong.of(AS_THE_MODEL_LIKES));
    }
    return tokens.isIntegralNumber() && tokens.canConvertToInt() && tokens.intValue() >= -1
        ? Optional.of(OptionalLong.of(tokens.intValue()))
        : Optional.empty();
  }

  /** OpenRouter shows thoughts unless they are excluded. */
  private Optional<Reasoning> reasoning(JsonNode said) {
    boolean enabled = said.path("enabled").asBoolean(false);
    if (said.path("enabled").isBoolean()) {
      read.add("enabled");
      if (!enabled) {
        read.add("exclude");
        return Optional.of(NOT_AT_ALL);
      }
    }
    if (said.path("exclude").isBoolean()) {
      read.add("exclude");
    }
    Optional<Boolean> shown = Optional.of(!said.path("exclude").asBoolean(false));
    JsonNode tokens = said.path("max_tokens");
    if (said.path("effort").isTextual()) {
      read.add("effort");
      return Effort.named(said.path("effort").textValue()).map(it -> capped(it, tokens, shown));
    }
    read.add("max_tokens");
    boolean asked = said.has("max_tokens") || enabled || said.has("exclude");
    return asked
        ? budget(tokens).map(it -> new Reasoning(Optional.empty(), it, shown))
        : Optional.empty();
  }

  /** The effort, or the tokens where they are fewer than it would take. */
  private Reasoning capped(Effort effort, JsonNode tokens, Optional<Boolean> shown) {
    if (effort == Effort.NONE) {
      return NOT_AT_ALL;
    }
    Optional<OptionalLong> budget = budget(tokens);
    if (budget.isPresent()) {
      read.add("max_tokens");
    }
    long most = budget.orElse(OptionalLong.empty()).orElse(AS_THE_MODEL_LIKES);
    return most >= 0 && most < Reasoning.budgetOf(effort)
        ? new Reasoning(Optional.empty(), OptionalLong.of(most), shown)
        : new Reasoning(Optional.of(effort), OptionalLong.empty(), shown);
  }

  private Optional<Reasoning> google(JsonNode extraBody) {
    JsonNode google = extraBody.path("google");
    JsonNode config =
        google.has("thinking_config")
            ? google.path("thinking_config")
            : google.path("thinkingConfig");
    if (!config.isObject()) {
      return Optional.empty();
    }
    JsonNode shown = member(config, "include_thoughts", "includeThoughts", JsonNode::isBoolean);
    Optional<Boolean> thoughts =
        shown.isBoolean() ? Optional.of(shown.booleanValue()) : Optional.empty();
    JsonNode level = member(config, "thinking_level", "thinkingLevel", JsonNode::isTextual);
    if (level.isTextual()) {
      return Effort.named(level.textValue().toLowerCase(Locale.ROOT))
          .map(it -> new Reasoning(Optional.of(it), OptionalLong.empty(), thoughts));
    }
    JsonNode tokens = member(config, "thinking_budget", "thinkingBudget", JsonNode::isNumber);
    if (tokens.isMissingNode()) {
      return thoughts.map(
          it -> new Reasoning(Optional.empty(), OptionalLong.empty(), Optional.of(it)));
    }
    return budget(tokens).map(it -> new Reasoning(Optional.empty(), it, thoughts));
  }

  /** The member under one of its names, which is read where it is of its kind. */
  private JsonNode member(JsonNode object, String name, String camel, Predicate<JsonNode> kind) {
    String found = object.has(name) ? name : camel;
    JsonNode value = object.path(found);
    if (kind.test(value)) {
      read.add(found);
    }
    return value;
  }
}
