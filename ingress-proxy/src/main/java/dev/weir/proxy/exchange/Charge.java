package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.dialects.usage.TokenCounts;
import dev.weir.dialects.usage.TokenEstimate;
import dev.weir.proxy.quota.Learned;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.UsageSource;

/** What an attempt is charged: the provider's count, else an estimate, else nothing. */
record Charge(TokenCounts counts, UsageSource source) {

  static final Charge NOTHING = new Charge(TokenCounts.NONE, UsageSource.NONE);

  /** What can be read of it; {@code usual}: what estimates of the model usually come to. */
  static Charge of(Ending ending, long inputEstimate, Learned.Estimates usual) {
    AnswerFacts facts = ending.facts();
    if (facts.counts().isPresent()) {
      return counted(ending, facts.counts().get(), usual);
    }
    if (!ending.taken() || ending.outcome() == Outcome.UPSTREAM_ERROR) {
      return NOTHING;
    }
    if (inputEstimate == 0 && facts.textCharacters() == 0) {
      return NOTHING;
    }
    return new Charge(
        TokenCounts.of(
            usual.input(inputEstimate), usual.output(TokenEstimate.ofText(facts.textCharacters()))),
        UsageSource.ESTIMATED);
  }

  /**
   * Some providers count from the beginning on, and the answer only at its end: of one that was
   * broken off, more was written than they had counted.
   */
  private static Charge counted(Ending ending, TokenCounts counts, Learned.Estimates usual) {
    long written = usual.output(TokenEstimate.ofText(ending.facts().textCharacters()));
    if (!isBroken(ending) || counts.output() + counts.reasoning() >= written) {
      return new Charge(counts, UsageSource.PROVIDER);
    }
    return new Charge(
        new TokenCounts(
            counts.input(),
            counts.cacheRead(),
            counts.cacheWrite(),
            written - counts.reasoning(),
            counts.reasoning(),
            counts.audio(),
            counts.image(),
            counts.parts()),
        UsageSource.ESTIMATED);
  }

  private static boolean isBroken(Ending ending) {
    return ending.outcome() != Outcome.COMPLETED && ending.facts().finishReason().isEmpty();
  }

  /**
   * Whether it may have had reasoning that this knows nothing of: the provider had it, and did not
   * come to count it. Of an answer that failed before its first word nobody knows whether it was
   * begun.
   */
  static boolean mayHide(Ending ending) {
    AnswerFacts facts = ending.facts();
    return switch (ending.outcome()) {
      case CANCELLED, CUT, UPSTREAM_FAILED ->
          ending.taken()
              && facts.counts().map(it -> it.reasoning() == 0 && isBroken(ending)).orElse(true)
              && (facts.textCharacters() > 0 || ending.outcome() != Outcome.UPSTREAM_FAILED);
      case COMPLETED, REFUSED, UPSTREAM_ERROR, ORPHANED, UNKNOWN -> false;
    };
  }

  /** The same with so much reasoning besides. */
  Charge hiding(long reasoning) {
    return reasoning == 0
        ? this
        : new Charge(
            new TokenCounts(
                counts.input(),
                counts.cacheRead(),
                counts.cacheWrite(),
                counts.output(),
                Math.addExact(counts.reasoning(), reasoning),
                counts.audio(),
                counts.image(),
                counts.parts()),
            UsageSource.ESTIMATED);
  }
}
