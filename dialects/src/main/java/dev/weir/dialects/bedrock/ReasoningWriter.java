package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CallerNames;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Reasoning.Effort;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.openai.OpenAiModel;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Writes how much the model shall think into {@code additionalModelRequestFields}, as the model
 * takes it: a Claude since 4.6 thinks adaptively, as an effort says; one before has a budget;
 * gpt-oss and Nova 2 have an effort of three steps, OpenAI's own models those that they have there.
 * Of others nothing is known.
 */
final class ReasoningWriter {

  private static final long BUDGET_MIN = 1_024;

  private final CanonicalRequest request;
  private final BedrockModel model;
  private final Losses losses;

  /**
   * What was written.
   *
   * @param on whether a Claude was asked to think, which bars other parameters
   * @param budget that has to fit below the limit of tokens; empty where there is none
   * @param alone whether the model refuses sampling beside it, and a limit of tokens, of which
   *     there is none
   */
  record Written(boolean on, OptionalLong budget, boolean alone) {

    static final Written NOTHING = new Written(false, OptionalLong.empty(), false);
  }

  ReasoningWriter(CanonicalRequest request, BedrockModel model, Losses losses) {
    this.request = request;
    this.model = model;
    this.losses = losses;
  }

  Written write(JsonNode messages, ObjectNode more) {
    Reasoning asked = request.reasoning();
    OptionalLong budget = asked.asBudget();
    if (budget.isEmpty()) {
      if (asked.shown().orElse(false)) {
        losses.drop("reasoning summary");
      }
      return Written.NOTHING;
    }
    boolean none = budget.getAsLong() == 0;
    return switch (model.maker()) {
      case CLAUDE -> none ? keptFromThinking(more) : claude(messages, more);
      case GPT_OSS -> gptOss(none, more);
      case OPENAI -> openAi(more);
      case NOVA_2 -> none ? Written.NOTHING : nova(more);
      case NOVA, OTHER, HIDDEN -> none ? Written.NOTHING : dropped();
    };
  }

  private Written dropped() {
    losses.drop(CallerNames.of(request.from(), "reasoning_effort"));
    return Written.NOTHING;
  }

  /** The newest think unasked, and some of them cannot but think: as little as they can, then. */
  private Written keptFromThinking(ObjectNode more) {
    if (model.thinksUnasked() && model.canBeKeptFromThinking()) {
      more.putObject("thinking").put("type", "disabled");
    } else if (model.thinksUnasked()) {
      more.putObject("output_config").put("effort", "low");
      return dropped();
    }
    return Written.NOTHING;
  }

  private Written claude(JsonNode messages, ObjectNode more) {
    boolean budgetSaid = request.reasoning().budgetTokens().orElse(-1) > 0;
    if (model.thinksAdaptively() && !(budgetSaid && model.takesBudget())) {
      return adaptive(more);
    }
    // It refuses to think where it must call a tool, and where its last turn calls tools without
    // a thought before them.
    if (!model.takesBudget() || mustCall() || callsWithoutThinking(messages)) {
      return dropped();
    }
    long asked = request.reasoning().asBudget().orElse(-1);
    long wanted = asked < 0 ? Reasoning.budgetOf(Effort.MEDIUM) : asked;
    long budget = Math.max(wanted, BUDGET_MIN);
    long limit = request.maxOutputTokens().orElse(Long.MAX_VALUE);
    if (budget >= limit && request.from() != DialectName.BEDROCK) {
      // The answer needs its part of the limit, and callers pay for no more than that.
      budget = Math.max(limit / 2, BUDGET_MIN);
      if (budget >= limit) {
        return dropped();
      }
    }
    if (budget != wanted && budgetSaid) {
      losses.drop(CallerNames.of(request.from(), "budget_tokens"));
    }
    more.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
    return new Written(true, OptionalLong.of(budget), false);
  }

  private Written adaptive(ObjectNode more) {
    Reasoning asked = request.reasoning();
    ObjectNode thinking = more.putObject("thinking").put("type", "adaptive");
    asked.shown().ifPresent(it -> thinking.put("display", it ? "summarized" : "omitted"));
    if (asked.effort().isPresent() || asked.budgetTokens().orElse(-1) > 0) {
      asked
          .asEffort()
          .ifPresent(it -> more.putObject("output_config").put("effort", effortOfClaude(it)));
    }
    return new Written(true, OptionalLong.empty(), false);
  }

  private String effortOfClaude(Effort effort) {
    return switch (effort) {
      case NONE, MINIMAL, LOW -> "low";
      case MEDIUM, HIGH, MAX -> effort.name().toLowerCase(Locale.ROOT);
      case XHIGH -> model.takesXhigh() ? "xhigh" : "high";
    };
  }

  /** It cannot but think. */
  private Written gptOss(boolean none, ObjectNode more) {
    more.put("reasoning_effort", ofThreeSteps());
    return none ? dropped() : Written.NOTHING;
  }

  /**
   * At its highest it answers 400 to limits of any kind: where the caller set one to the tokens,
   * which he pays for no more of, it thinks less.
   */
  private Written nova(ObjectNode more) {
    String effort = ofThreeSteps();
    if (effort.equals("high")
        && request.from() != DialectName.BEDROCK
        && request.maxOutputTokens().isPresent()) {
      effort = "medium";
      dropped();
    }
    ObjectNode config = more.putObject("reasoningConfig").put("type", "enabled");
    config.put("maxReasoningEffort", effort);
    boolean alone = effort.equals("high") && request.from() != DialectName.BEDROCK;
    return new Written(false, OptionalLong.empty(), alone);
  }

  private String ofThreeSteps() {
    return switch (request.reasoning().asEffort().orElse(Effort.MEDIUM)) {
      case NONE, MINIMAL, LOW -> "low";
      case MEDIUM -> "medium";
      case HIGH, XHIGH, MAX -> "high";
    };
  }

  private Written openAi(ObjectNode more) {
    String name = request.model();
    OpenAiModel known = OpenAiModel.of(name.substring(name.lastIndexOf("openai.") + 7));
    request
        .reasoning()
        .asEffort()
        .flatMap(known::nearest)
        .ifPresent(
            it -> more.putObject("reasoning").put("effort", it.name().toLowerCase(Locale.ROOT)));
    return known.misses(request.reasoning()) ? dropped() : Written.NOTHING;
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
}
