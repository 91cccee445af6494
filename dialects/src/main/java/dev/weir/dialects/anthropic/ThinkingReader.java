package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Reasoning.Effort;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.WrongJsonException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads {@code thinking} and {@code output_config.effort}. Adaptive thinking is a budget of -1, as
 * the model likes, with the effort beside it where one is said; an effort alone is an effort alone.
 * Disabled thinking is the effort none.
 */
final class ThinkingReader {

  private static final Set<String> KNOWN = Set.of("type", "budget_tokens", "display");

  private static final long AS_THE_MODEL_LIKES = -1;

  private final Map<String, JsonNode> extras;

  ThinkingReader(Map<String, JsonNode> extras) {
    this.extras = extras;
  }

  Reasoning read(At root) throws WrongJsonException {
    Optional<Effort> effort = effort(root);
    Optional<At> thinking = root.object("thinking");
    if (thinking.isEmpty()) {
      return new Reasoning(effort, OptionalLong.empty(), Optional.empty());
    }
    At it = thinking.get();
    if (it.member("type").isEmpty()) {
      // It says other things than how much to think.
      extras.put("thinking", it.node());
      return new Reasoning(effort, OptionalLong.empty(), Optional.empty());
    }
    Optional<Boolean> shown = it.text("display").map("summarized"::equals);
    return switch (it.need("type").asText()) {
      case "enabled" -> {
        keepBeside(it);
        OptionalLong budget = it.count("budget_tokens");
        // Models that take a budget show their thoughts where nobody says otherwise.
        yield new Reasoning(
            effort,
            budget.isPresent() ? budget : OptionalLong.of(AS_THE_MODEL_LIKES),
            Optional.of(shown.orElse(true)));
      }
      case "adaptive" -> {
        keepBeside(it);
        yield new Reasoning(effort, OptionalLong.of(AS_THE_MODEL_LIKES), shown);
      }
      case "disabled" -> {
        keepBeside(it);
        yield none(root);
      }
      case "between_tools" -> {
        extras.put("thinking", it.node());
        yield none(root);
      }
      default -> {
        extras.put("thinking", it.node());
        yield new Reasoning(effort, OptionalLong.empty(), shown);
      }
    };
  }

  /** Such as which conversations the thoughts are bound to. */
  private void keepBeside(At thinking) {
    thinking.membersBeside(KNOWN).forEach((name, value) -> extras.put("thinking." + name, value));
  }

  /** The effort of an answer without thinking has no place beside none. */
  private Reasoning none(At root) throws WrongJsonException {
    Optional<At> config = root.object("output_config");
    if (config.isPresent()) {
      config
          .get()
          .member("effort")
          .ifPresent(effort -> extras.put("output_config.effort", effort.node()));
    }
    return new Reasoning(Optional.of(Effort.NONE), OptionalLong.empty(), Optional.empty());
  }

  /** An effort that is not known here passes to the same dialect and to no other. */
  private Optional<Effort> effort(At root) throws WrongJsonException {
    Optional<At> config = root.object("output_config");
    Optional<String> text = config.isPresent() ? config.get().text("effort") : Optional.empty();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    for (Effort each : Effort.values()) {
      if (each != Effort.NONE && each.name().toLowerCase(Locale.ROOT).equals(text.get())) {
        return Optional.of(each);
      }
    }
    extras.put("output_config.effort", config.orElseThrow().need("effort").node());
    return Optional.empty();
  }
}
