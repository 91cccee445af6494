package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.dialects.usage.TokenCounts;
import dev.weir.dialects.usage.TokenEstimate;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.UsageSource;

/** What an attempt is charged: the provider's count, else an estimate, else nothing. */
record Charge(TokenCounts counts, UsageSource source) {

  static final Charge NOTHING = new Charge(TokenCounts.NONE, UsageSource.NONE);

  static Charge of(Ending ending, long inputEstimate) {
    AnswerFacts facts = ending.facts();
    if (facts.counts().isPresent()) {
      return new Charge(facts.counts().get(), UsageSource.PROVIDER);
    }
    if (!ending.taken() || ending.outcome() == Outcome.UPSTREAM_ERROR) {
      return NOTHING;
    }
    if (inputEstimate == 0 && facts.textCharacters() == 0) {
      return NOTHING;
    }
    return new Charge(
        TokenCounts.of(inputEstimate, TokenEstimate.ofText(facts.textCharacters())),
        UsageSource.ESTIMATED);
  }
}
