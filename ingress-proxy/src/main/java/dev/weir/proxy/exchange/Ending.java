package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.governance.refusal.Refusal;
import dev.weir.schemas.event.Outcome;

/**
 * How a relayed exchange ended.
 *
 * @param status that the caller saw; 0 where none was sent
 * @param code of a refusal or failure; empty when all went well
 * @param taken whether the provider has the request and named no error, so that it may have spent
 *     tokens
 */
record Ending(Outcome outcome, int status, String code, boolean taken, AnswerFacts facts) {

  /** Of an answer that had begun: broken by its provider, or ended by Weir. */
  static Ending broken(Refusal refusal, int status, boolean taken, AnswerFacts facts) {
    Outcome outcome =
        switch (refusal) {
          case Refusal.Busy _,
              Refusal.CannotRecord _,
              Refusal.ContentBlocked _,
              Refusal.Draining _,
              Refusal.LimitSpent _,
              Refusal.LimitUnknown _,
              Refusal.Stopped _ ->
              Outcome.CUT;
          default -> Outcome.UPSTREAM_FAILED;
        };
    return new Ending(outcome, status, refusal.answer().code(), taken, facts);
  }

  /** Of an answer that came whole, be it that the provider failed in it. */
  static Ending whole(int status, boolean failed, boolean taken, AnswerFacts facts) {
    if (status >= 400) {
      return new Ending(Outcome.UPSTREAM_ERROR, status, "upstream_error", taken, facts);
    }
    return failed
        ? new Ending(Outcome.UPSTREAM_FAILED, status, "upstream_failed", taken, facts)
        : new Ending(Outcome.COMPLETED, status, "", taken, facts);
  }

  /** The caller left before the end. */
  static Ending left(int status, boolean taken, AnswerFacts facts) {
    return new Ending(Outcome.CANCELLED, status, "client_closed", taken, facts);
  }
}
