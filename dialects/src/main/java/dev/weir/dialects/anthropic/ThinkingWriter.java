package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CallerNames;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Reasoning.Effort;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.json.Json;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes {@code thinking} and {@code output_config.effort} as the model takes them: models since
 * 4.6 think adaptively, as an effort says; those before have a budget. An effort of another dialect
 * asks for thinking; Anthropic's own, alone, does not.
 */
final class ThinkingWriter {

  /** The least that Anthropic takes. */
  private static final long BUDGET_MIN = 1_024;

  private final CanonicalRequest request;
  private final ClaudeModel model;
  private final Losses losses;

  /**
   * What to write.
   *
   * @param on whether the model will think, which bars some other parameters
   * @param tokens that it may think
   */
  record Plan(Optional<ObjectNode> thinking, Optional<String> effort, boolean on, long tokens) {}

  ThinkingWriter(CanonicalRequest request, ClaudeModel model, Losses losses) {
    this.request = request;
    this.model = model;
    this.losses = losses;
  }

  /**
   * Plans the thinking.
   *
   * @param thoughtless whether the model is in the middle of calls that it began without thinking,
   *     which a budget does not allow
   */
  Plan plan(boolean thoughtless) {
    Reasoning asked = request.reasoning();
    boolean own = request.from() == DialectName.ANTHROPIC;
    if (asked.effort().equals(Optional.of(Effort.NONE))
        || asked.budgetTokens().equals(OptionalLong.of(0))) {
      return own && request.extras().fields().containsKey("thinking") ? unasked() : none(own);
    }
    if (asked.effort().isEmpty() && asked.budgetTokens().isEmpty()) {
      boolean shown = asked.shown().isPresent() && model.thinksUnasked();
      return shown ? adaptive(asked) : unasked();
    }
    if (own && asked.budgetTokens().isEmpty()) {
      Optional<String> effort = effortBeside(asked);
      Plan rest = unasked();
      return new Plan(rest.thinking(), effort, rest.on(), rest.tokens());
    }
    if (!model.thinks()) {
      return dropped();
    }
    boolean said = asked.budgetTokens().orElse(-1) > 0;
    if (model.thinksAdaptively() && !(said && model.takesBudget())) {
      return adaptive(asked);
    }
    return budget(asked, thoughtless);
  }

  /** What the model does where nobody says anything. */
  private Plan unasked() {
    boolean on = model.thinksUnasked();
    return new Plan(
        Optional.empty(), Optional.empty(), on, on ? Reasoning.budgetOf(Effort.MEDIUM) : 0);
  }

  private Plan dropped() {
    losses.drop(CallerNames.of(request.from(), "reasoning_effort"));
    return unasked();
  }

  /** The newest models cannot but think: as little as they can, then. */
  private Plan none(boolean own) {
    if (!model.thinks()) {
      return unasked();
    }
    if (model.thinksBetweenTools()) {
      return new Plan(Optional.of(type("between_tools")), Optional.empty(), false, 0);
    }
    if (!model.canBeKeptFromThinking()) {
      losses.drop(CallerNames.of(request.from(), "reasoning_effort"));
      return new Plan(Optional.empty(), Optional.of("low"), true, Reasoning.budgetOf(Effort.LOW));
    }
    boolean needed = own || model.thinksUnasked() || !model.isClaude();
    return new Plan(
        needed ? Optional.of(type("disabled")) : Optional.empty(), Optional.empty(), false, 0);
  }

  private Plan adaptive(Reasoning asked) {
    ObjectNode thinking = type("adaptive");
    asked.shown().ifPresent(it -> thinking.put("display", it ? "summarized" : "omitted"));
    OptionalLong budget = asked.asBudget();
    Optional<Effort> effort =
        asked.effort().isEmpty() && asked.budgetTokens().orElse(-1) < 0
            ? Optional.empty()
            : asked.asEffort();
    return new Plan(
        Optional.of(thinking), effort.map(this::nameOf), true, tokens(budget, asked.effort()));
  }

  private static long tokens(OptionalLong budget, Optional<Effort> effort) {
    return budget.orElse(-1) >= 0
        ? budget.getAsLong()
        : Reasoning.budgetOf(effort.orElse(Effort.MEDIUM));
  }

  private Plan budget(Reasoning asked, boolean thoughtless) {
    boolean forced =
        switch (request.toolChoice()) {
          case ToolChoice.Required _, ToolChoice.Named _ -> !request.tools().isEmpty();
          case ToolChoice.Among it -> it.required();
          case ToolChoice.Unsaid _, ToolChoice.Auto _, ToolChoice.None _ -> false;
        };
    if (forced || thoughtless) {
      return dropped();
    }
    long wanted = tokens(asked.asBudget(), asked.effort());
    long budget = Math.max(wanted, BUDGET_MIN);
    long limit = request.maxOutputTokens().orElse(Long.MAX_VALUE);
    if (budget >= limit) {
      // The answer needs its part of the limit.
      budget = Math.max(limit / 2, BUDGET_MIN);
    }
    if (budget >= limit) {
      return dropped();
    }
    if (budget != wanted && asked.budgetTokens().orElse(-1) > 0) {
      losses.drop(CallerNames.of(request.from(), "budget_tokens"));
    }
    ObjectNode thinking = type("enabled").put("budget_tokens", budget);
    if (!asked.shown().orElse(true)) {
      thinking.put("display", "omitted");
    }
    boolean own = request.from() == DialectName.ANTHROPIC;
    return new Plan(
        Optional.of(thinking), own ? effortBeside(asked) : Optional.empty(), true, budget);
  }

  /** Anthropic's own effort, which is about all of the answer and not about thinking alone. */
  private Optional<String> effortBeside(Reasoning asked) {
    if (asked.effort().isPresent() && !model.takesEffort()) {
      losses.drop("output_config.effort");
      return Optional.empty();
    }
    return asked.effort().map(this::nameOf);
  }

  /** The effort by Anthropic's name, or the nearest that the model takes. */
  private String nameOf(Effort effort) {
    return switch (effort) {
      case NONE, MINIMAL, LOW -> "low";
      case MEDIUM, HIGH -> effort.name().toLowerCase(Locale.ROOT);
      case XHIGH -> model.takesXhigh() ? "xhigh" : "high";
      case MAX -> model.takesMax() ? "max" : "high";
    };
  }

  private static ObjectNode type(String type) {
    return Json.newObject().put("type", type);
  }
}
