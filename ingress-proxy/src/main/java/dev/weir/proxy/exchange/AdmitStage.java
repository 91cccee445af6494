package dev.weir.proxy.exchange;

import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.policy.NativeApi;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.quota.QuotaDecision;
import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.stop.Stop;
import dev.weir.governance.stop.Stops;
import dev.weir.proxy.quota.QuotaGate;
import dev.weir.proxy.surface.Ask;
import dev.weir.proxy.surface.AskReading;
import dev.weir.proxy.surface.PassageAsk;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides whether a request goes on: its shape, its model, its credit. */
final class AdmitStage {

  /** What is reserved for an answer at first, as in DESIGN's slices. */
  static final long SLICE_TOKENS = 256;

  private final QuotaGate quota;
  private final RoutePlans plans;
  private final Supplier<Stops> stops;

  AdmitStage(QuotaGate quota, RoutePlans plans, Supplier<Stops> stops) {
    this.quota = quota;
    this.plans = plans;
    this.stops = stops;
  }

  Admittance ask(
      Identity.Known known, String requestId, AskReading reading, Body body, Instant now) {
    return switch (reading) {
      case AskReading.Wrong(String message) ->
          Admittance.refused(new Refusal.InvalidRequest(message));
      case AskReading.Read(Ask request) -> askFor(known, requestId, request, body, now);
    };
  }

  private Admittance askFor(
      Identity.Known known, String requestId, Ask request, Body body, Instant now) {
    Stops orders = stops.get();
    Optional<Stop> stop = orders.of(known.caller(), now).or(() -> orders.of(request.model(), now));
    if (stop.isPresent()) {
      return Admittance.refused(new Refusal.Stopped(stop.get()));
    }
    return request instanceof PassageAsk passage
        ? askForPassage(known, passage, now)
        : askForModel(known, requestId, request, body, now);
  }

  private Admittance askForPassage(Identity.Known known, PassageAsk passage, Instant now) {
    NativeApi api = passage.path().api();
    String provider = known.policy().policy().passthrough().get(api);
    if (provider == null) {
      return Admittance.refused(new Refusal.NoPassthrough(api.text()));
    }
    if (!known.team().mayPass(passage.path().path())) {
      String team = known.team().id().value();
      return Admittance.refused(
          new Refusal.NotAllowed(
              "Team '"
                  + team
                  + "' may not call this path; its operators can add it to the policy under teams."
                  + team
                  + ".passthrough."));
    }
    if (!known.models().isEmpty()) {
      return Admittance.refused(
          new Refusal.NotAllowed(
              "This key is for certain models only, and a provider's own API has all of them; use a"
                  + " key that is not limited."));
    }
    // No model of a policy may have this name.
    ModelRoute model = new ModelRoute(api.prefix(), provider, "");
    return reserve(known, passage, plans.plain(known.policy(), model), 0, now);
  }

  private Admittance askForModel(
      Identity.Known known, String requestId, Ask request, Body body, Instant now) {
    Policy policy = known.policy().policy();
    if (policy.hasName(request.model()) && !known.team().mayUse(request.model())) {
      return Admittance.refused(
          new Refusal.NotAllowed("Team '" + known.team().id() + "' may not use this model."));
    }
    if (policy.hasName(request.model()) && !known.mayUse(request.model())) {
      return Admittance.refused(
          new Refusal.NotAllowed(
              "This key may not be used for this model. GET /v1/models lists what it is for."));
    }
    return plans
        .plan(known, requestId, request, body, now)
        .map(plan -> reserve(known, request, plan, body.length(), now))
        .orElseGet(() -> Admittance.refused(new Refusal.UnknownModel(request.model())));
  }

  private Admittance reserve(
      Identity.Known known, Ask request, RoutePlans.Plan plan, int bodyBytes, Instant now) {
    if (plan.legs().isEmpty()) {
      return Admittance.refused(new Refusal.NoCredential(plan.unusable()));
    }
    long wanted =
        request.inputEstimate(bodyBytes)
            + Math.min(SLICE_TOKENS, request.maxOutputTokens().orElse(SLICE_TOKENS));
    return switch (quota.ask(known.team(), wanted, now)) {
      case QuotaDecision.Spent(var standings, var spent) ->
          new Admittance.Refused(
              new Refusal.LimitSpent(spent, QuotaDecision.asked(spent.limit(), wanted), now),
              standings);
      case QuotaDecision.Granted(var standings, var binding, _) ->
          new Admittance.Admitted(request, plan.way(), plan.legs(), wanted, standings, binding);
    };
  }
}
