package dev.weir.proxy.exchange;

import dev.weir.dialects.anthropic.UnaskedThinking;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Reasoning.Effort;
import dev.weir.dialects.openai.OpenAiModel;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.routing.Capability;
import dev.weir.proxy.surface.Ask;

/** What a model may think without showing it, before anything of that was learned. */
final class HiddenReasoning {

  /** Of a model of which nobody says how long its answers may be. */
  private static final long TOKENS_MAX = Reasoning.budgetOf(Effort.MAX);

  private HiddenReasoning() {}

  /** Tokens at most; 0 where it does not reason, or is not to. */
  static long most(Ask ask, ModelRoute model) {
    return mayBe(ask, model) ? model.traits().maxOutputTokens().orElse(TOKENS_MAX) : 0;
  }

  private static boolean mayBe(Ask ask, ModelRoute model) {
    OpenAiModel known = OpenAiModel.of(model.upstreamModel());
    boolean reasons = known.kind() == OpenAiModel.Kind.REASONING;
    if (!model
        .traits()
        .capabilities()
        .map(all -> all.contains(Capability.REASONING))
        .orElse(reasons)) {
      return false;
    }
    return switch (ask.thinking()) {
      case WANTED -> true;
      case UNWANTED -> false;
      case UNSAID ->
          reasons ? known.preset() != Effort.NONE : UnaskedThinking.mayBeOf(model.upstreamModel());
    };
  }
}
