package dev.weir.dialects.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Reasoning.Effort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How much is to be thought, in the words of other makers' endpoints for Chat: Anthropic's {@code
 * thinking}, which DeepSeek, Moonshot and others have without a budget; OpenRouter's {@code
 * reasoning}; Google's {@code extra_body.google.thinking_config} (platform.claude.com/docs, OpenAI
 * SDK compatibility; openrouter.ai/docs, Reasoning tokens; ai.google.dev/gemini-api/docs/openai).
 *
 * <p>A field that says what is not known here is left to the extras. One that is read stays there
 * for the same dialect, and is no loss elsewhere.
 */
final class ReasoningWishes {

  private static final String THINKING = "thinking";
  private static final String REASONING = "reasoning";
  private static final String EXTRA_BODY = "extra_body";
  private static final List<String> FIELDS = List.of(THINKING, REASONING, EXTRA_BODY);

  private static final long AS_THE_MODEL_LIKES = -1;

  private static final Reasoning NOT_AT_ALL =
      new Reasoning(Optional.of(Effort.NONE), OptionalLong.empty(), Optional.empty());

  private ReasoningWishes() {}

  /** Whether one of these fields was read. */
  static boolean areAmong(Set<String> idle) {
    return FIELDS.stream().anyMatch(idle::contains);
  }

  /** Reads the first of them that says something; {@code idle} takes its name where that is all. */
  static Reasoning read(JsonNode root, Set<String> idle) {
    for (String field : FIELDS) {
      JsonNode said = root.path(field);
      Optional<Reasoning> wish =
          switch (field) {
            case THINKING -> thinking(said);
            case REASONING -> reasoning(said);
            default -> google(said);
          };
      if (wish.isPresent()) {
        boolean all =
            !field.equals(EXTRA_BODY) || (said.size() == 1 && said.path("google").size() == 1);
        if (all) {
          idle.add(field);
        }
        return wish.get();
      }
    }
    return Reasoning.UNSAID;
  }

  /** Whether the request refers to a cache that lies at Google. */
  static boolean needGoogle(JsonNode root) {
    return root.path(EXTRA_BODY).path("google").path("cached_content").isTextual();
  }

  private static Optional<Reasoning> thinking(JsonNode said) {
    return switch (said.path("type").asText("")) {
      case "enabled" ->
          budget(said.path("budget_tokens"))
              .map(it -> new Reasoning(Optional.empty(), it, Optional.of(true)));
      case "adaptive" ->
          Optional.of(
              new Reasoning(
                  Optional.empty(), OptionalLong.of(AS_THE_MODEL_LIKES), Optional.empty()));
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
  private static Optional<Reasoning> reasoning(JsonNode said) {
    if (said.path("enabled").isBoolean() && !said.path("enabled").booleanValue()) {
      return Optional.of(NOT_AT_ALL);
    }
    Optional<Boolean> shown = Optional.of(!said.path("exclude").asBoolean(false));
    if (said.path("effort").isTextual()) {
      return Effort.named(said.path("effort").textValue())
          .map(it ->
              it == Effort.NONE
                  ? NOT_AT_ALL
                  : new Reasoning(Optional.of(it), OptionalLong.empty(), shown));
    }
    boolean asked =
        said.has("max_tokens") || said.path("enabled").asBoolean(false) || said.has("exclude");
    return asked
        ? budget(said.path("max_tokens")).map(it -> new Reasoning(Optional.empty(), it, shown))
        : Optional.empty();
  }

  private static Optional<Reasoning> google(JsonNode extraBody) {
    JsonNode config = member(extraBody.path("google"), "thinking_config", "thinkingConfig");
    if (!config.isObject()) {
      return Optional.empty();
    }
    JsonNode shown = member(config, "include_thoughts", "includeThoughts");
    Optional<Boolean> thoughts =
        shown.isBoolean() ? Optional.of(shown.booleanValue()) : Optional.empty();
    JsonNode level = member(config, "thinking_level", "thinkingLevel");
    if (level.isTextual()) {
      return Effort.named(level.textValue().toLowerCase(Locale.ROOT))
          .map(it -> new Reasoning(Optional.of(it), OptionalLong.empty(), thoughts));
    }
    JsonNode tokens = member(config, "thinking_budget", "thinkingBudget");
    if (tokens.isMissingNode()) {
      return thoughts.map(
          it -> new Reasoning(Optional.empty(), OptionalLong.empty(), Optional.of(it)));
    }
    return budget(tokens).map(it -> new Reasoning(Optional.empty(), it, thoughts));
  }

  private static JsonNode member(JsonNode object, String name, String camel) {
    return object.has(name) ? object.path(name) : object.path(camel);
  }
}
