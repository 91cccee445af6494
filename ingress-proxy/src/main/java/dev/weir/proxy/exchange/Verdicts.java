package dev.weir.proxy.exchange;

import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.routing.CallOutcome;
import java.time.Duration;
import java.util.Optional;

/** Whose fault it is that an attempt did not go well, and what that says of the model. */
final class Verdicts {

  private Verdicts() {}

  /** Whether an answer with this status is the provider's fault, or Weir's account's with it. */
  static boolean isProviders(int status) {
    return switch (status) {
      case 401, 403, 408, 429, 500, 502, 503, 504, 529 -> true;
      default -> false;
    };
  }

  /** The provider's fault, and maybe not another one's. */
  static boolean isProviders(Refusal refusal) {
    return refusal instanceof Refusal.UpstreamUnreachable
        || refusal instanceof Refusal.UpstreamTimeout
        || refusal instanceof Refusal.UpstreamInvalid
        || refusal instanceof Refusal.UpstreamFailed
        || refusal instanceof Refusal.UpstreamCredential;
  }

  /** Of an attempt that failed before its first byte went out. */
  static CallOutcome ofFailure(Refusal refusal, Optional<Duration> askedToWait) {
    if (refusal instanceof Refusal.ContentBlocked) {
      return CallOutcome.Answered.IT;
    }
    if (refusal instanceof Refusal.UpstreamFailed(_, int status, _)) {
      return ofStatus(status, askedToWait);
    }
    return isProviders(refusal) ? CallOutcome.Failed.IT : CallOutcome.Unknown.IT;
  }

  /** Of an attempt whose end the caller has seen, and that was no whole answer. */
  static CallOutcome ofEnding(Ending ending, Optional<Duration> askedToWait) {
    return switch (ending.outcome()) {
      case UPSTREAM_ERROR -> ofStatus(ending.status(), askedToWait);
      case UPSTREAM_FAILED ->
          ending.code().equals(new Refusal.Defect().answer().code())
              ? CallOutcome.Unknown.IT
              : CallOutcome.Failed.IT;
      default -> CallOutcome.Unknown.IT;
    };
  }

  private static CallOutcome ofStatus(int status, Optional<Duration> askedToWait) {
    if (!isProviders(status)) {
      return CallOutcome.Answered.IT;
    }
    return askedToWait.isPresent()
        ? new CallOutcome.AskedToWait(askedToWait.get())
        : CallOutcome.Failed.IT;
  }
}
