package dev.weir.proxy.exchange;

import dev.weir.dialects.usage.TokenEstimate;
import dev.weir.governance.quota.QuotaDecision;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.quota.QuotaGate;
import dev.weir.proxy.surface.Ask;
import dev.weir.proxy.surface.AskReading;
import java.time.Instant;
import java.util.Optional;

/** Decides whether a request goes on: its shape, its model, its credit. */
final class AdmitStage {

  /** What is reserved for an answer at first, as in DESIGN's slices. */
  static final long SLICE_TOKENS = 256;

  private final QuotaGate quota;
  private final RoutePlans plans;

  AdmitStage(QuotaGate quota, RoutePlans plans) {
    this.quota = quota;
    this.plans = plans;
  }

  Admittance ask(
      Identity.Known known, String requestId, AskReading reading, int bodyBytes, Instant now) {
    return switch (reading) {
      case AskReading.Wrong(String message) ->
          Admittance.refused(new Refusal.InvalidRequest(message));
      case AskReading.Read(Ask request) -> askFor(known, requestId, request, bodyBytes, now);
    };
  }

  private Admittance askFor(
      Identity.Known known, String requestId, Ask request, int bodyBytes, Instant now) {
    if (known.policy().policy().hasName(request.model()) && !known.team().mayUse(request.model())) {
      return Admittance.refused(
          new Refusal.NotAllowed("Team '" + known.team().id() + "' may not use this model."));
    }
    Optional<RoutePlans.Plan> plan = plans.plan(known, requestId, request, bodyBytes, now);
    if (plan.isEmpty()) {
      return Admittance.refused(new Refusal.UnknownModel(request.model()));
    }
    if (plan.get().legs().isEmpty()) {
      return Admittance.refused(new Refusal.UpstreamCredential(plan.get().unusable()));
    }
    long wanted =
        TokenEstimate.ofRequest(bodyBytes)
            + Math.min(SLICE_TOKENS, request.maxOutputTokens().orElse(SLICE_TOKENS));
    return switch (quota.ask(known.team(), wanted, now)) {
      case QuotaDecision.Spent(var standings, var spent) ->
          new Admittance.Refused(
              new Refusal.LimitSpent(spent, QuotaDecision.asked(spent.limit(), wanted), now),
              standings);
      case QuotaDecision.Granted(var standings, var binding, _) ->
          new Admittance.Admitted(
              request, plan.get().way(), plan.get().legs(), wanted, standings, binding);
    };
  }
}
