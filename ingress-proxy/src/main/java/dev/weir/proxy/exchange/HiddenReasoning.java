package dev.weir.proxy.exchange;

import dev.weir.dialects.anthropic.UnaskedThinking;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Reasoning.Effort;
import dev.weir.dialects.openai.OpenAiModel;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.routing.Capability;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a model may think without showing it: what was learned of it, and before the first answer a
 * guess from the effort or the budget that the request names.
 */
final class HiddenReasoning {

  private HiddenReasoning() {}

  /** Tokens; 0 where the request wants no reasoning, or the model does none. */
  static long of(Reasoning asked, ModelRoute model, OptionalLong learned) {
    return !asked.isOff() && learned.isPresent() ? learned.getAsLong() : guess(asked, model);
  }

  /** By the request and the model's name alone. */
  static long guess(Reasoning asked, ModelRoute model) {
    if (asked.isOff()) {
      return 0;
    }
    Optional<Boolean> stated =
        model.traits().capabilities().map(all -> all.contains(Capability.REASONING));
    if (!stated.orElse(true)) {
      return 0;
    }
    OpenAiModel known = OpenAiModel.of(model.upstreamModel());
    boolean isReasoning = known.kind() == OpenAiModel.Kind.REASONING;
    if (!stated.orElse(isReasoning)) {
      return 0;
    }
    Optional<Effort> preset =
        isReasoning
            ? Optional.of(known.preset())
            : UnaskedThinking.mayBeOf(model.upstreamModel())
                ? Optional.of(Effort.MEDIUM)
                : Optional.empty();
    long tokens =
        asked.budgetTokens().orElse(-1) > 0
            ? asked.budgetTokens().getAsLong()
            : asked.asEffort().or(() -> preset).map(Reasoning::budgetOf).orElse(0L);
    return Math.min(
        Math.min(tokens, Reasoning.budgetOf(Effort.MAX)),
        model.traits().maxOutputTokens().orElse(Long.MAX_VALUE));
  }
}
