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

  /**
   * How much can have been hidden.
   *
   * @param answer what the request allows
   * @param reserved for the answer; what is charged on a guess shall not pass a limit by itself
   */
  record Bounds(long answer, long reserved) {

    static final Bounds NOTHING = new Bounds(0, 0);

    private long unread(long usual, long written) {
      return Math.clamp(Math.min(reserved, answer - written), 0, usual);
    }
  }

  /**
   * Charges an attempt.
   *
   * @param usual what estimates of the model usually come to
   */
  static Charge of(Ending ending, long inputEstimate, Learned.Estimates usual, Bounds bounds) {
    AnswerFacts facts = ending.facts();
    if (facts.counts().isPresent()) {
      return counted(ending, facts.counts().get(), usual, bounds);
    }
    if (!ending.taken() || ending.outcome() == Outcome.UPSTREAM_ERROR) {
      return NOTHING;
    }
    if (inputEstimate == 0 && facts.textCharacters() == 0) {
      return NOTHING;
    }
    long written = usual.output(TokenEstimate.ofText(facts.textCharacters()));
    return new Charge(
        new TokenCounts(
            usual.input(inputEstimate),
            0,
            0,
            written,
            unread(ending, written, usual, bounds),
            0,
            0),
        UsageSource.ESTIMATED);
  }

  /**
   * What the model has usually thought by then without showing it. Of an answer that failed before
   * its first word nobody knows whether it was begun.
   */
  private static long unread(Ending ending, long written, Learned.Estimates usual, Bounds bounds) {
    boolean begun =
        ending.facts().textCharacters() > 0 || ending.outcome() != Outcome.UPSTREAM_FAILED;
    return begun ? bounds.unread(usual.unread(), written) : 0;
  }

  /**
   * Some providers count from the beginning on, and the answer only at its end: of one that was
   * broken off, more was written than they had counted.
   */
  private static Charge counted(
      Ending ending, TokenCounts counts, Learned.Estimates usual, Bounds bounds) {
    long written = usual.output(TokenEstimate.ofText(ending.facts().textCharacters()));
    boolean broken =
        ending.outcome() != Outcome.COMPLETED && ending.facts().finishReason().isEmpty();
    long unread =
        counts.reasoning() > 0 ? counts.reasoning() : unread(ending, written, usual, bounds);
    // Where its own count has no reasoning yet, what is hidden comes on top of what is read.
    long all = counts.reasoning() > 0 ? written : written + unread;
    if (!broken || counts.output() + counts.reasoning() >= all) {
      return new Charge(counts, UsageSource.PROVIDER);
    }
    return new Charge(
        new TokenCounts(
            counts.input(),
            counts.cacheRead(),
            counts.cacheWrite(),
            all - unread,
            unread,
            counts.audio(),
            counts.image(),
            counts.parts()),
        UsageSource.ESTIMATED);
  }
}
