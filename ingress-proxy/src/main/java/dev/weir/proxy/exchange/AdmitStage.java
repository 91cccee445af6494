package dev.weir.proxy.exchange;

import dev.weir.governance.identity.Principal;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.policy.NativeApi;
import dev.weir.governance.quota.QuotaDecision;
import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.routing.RouteChooser;
import dev.weir.governance.routing.RouteFacts;
import dev.weir.governance.routing.RouteStep;
import dev.weir.governance.routing.RouteStrategy;
import dev.weir.proxy.exchange.Admittance.Leg;
import dev.weir.proxy.quota.QuotaGate;
import dev.weir.proxy.surface.Ask;
import dev.weir.proxy.surface.AskReading;
import dev.weir.proxy.surface.PassageAsk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides whether a request goes on: its shape, its model, its credit. */
final class AdmitStage {

  /** What is reserved for an answer at first, as in DESIGN's slices. */
  static final long SLICE_TOKENS = 256;

  private final QuotaGate quota;
  private final Routes routes;

  AdmitStage(QuotaGate quota, Routes routes) {
    this.quota = quota;
    this.routes = routes;
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
    return request instanceof PassageAsk passage
        ? askForPassage(known, passage, now)
        : askForModel(known, requestId, request, bodyBytes, now);
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
    RouteStep step = new RouteStep(model.name(), "the provider of this API", Optional.empty());
    return routes
        .to(known.policy(), model)
        .map(route -> reserve(known, passage, List.of(new Leg(route, step)), 0, now))
        .orElseGet(() -> Admittance.refused(new Refusal.NoCredential(provider)));
  }

  private Admittance askForModel(
      Identity.Known known, String requestId, Ask request, int bodyBytes, Instant now) {
    Optional<RouteStrategy> strategy = known.policy().policy().route(request.model());
    if (strategy.isEmpty()) {
      return Admittance.refused(new Refusal.UnknownModel(request.model()));
    }
    if (!known.team().mayUse(request.model())) {
      return Admittance.refused(
          new Refusal.NotAllowed("Team '" + known.team().id() + "' may not use this model."));
    }
    if (!known.mayUse(request.model())) {
      return Admittance.refused(
          new Refusal.NotAllowed(
              "This key may not be used for this model. GET /v1/models lists what it is for."));
    }
    List<Leg> found = new ArrayList<>();
    String unusable = "";
    for (RouteStep step : RouteChooser.plan(strategy.get(), facts(known, requestId))) {
      ModelRoute model = known.policy().policy().models().get(step.model());
      if (model != null) {
        routes.to(known.policy(), model).ifPresent(route -> found.add(new Leg(route, step)));
        unusable = model.providerId();
      }
    }
    if (found.isEmpty()) {
      return Admittance.refused(new Refusal.NoCredential(unusable));
    }
    return reserve(known, request, found, bodyBytes, now);
  }

  private Admittance reserve(
      Identity.Known known, Ask request, List<Leg> found, int bodyBytes, Instant now) {
    long wanted =
        request.inputEstimate(bodyBytes)
            + Math.min(SLICE_TOKENS, request.maxOutputTokens().orElse(SLICE_TOKENS));
    return switch (quota.ask(known.team(), wanted, now)) {
      case QuotaDecision.Spent(var standings, var spent) ->
          new Admittance.Refused(
              new Refusal.LimitSpent(spent, QuotaDecision.asked(spent.limit(), wanted), now),
              standings);
      case QuotaDecision.Granted(var standings, var binding, _) ->
          new Admittance.Admitted(request, found, wanted, standings, binding);
    };
  }

  private static RouteFacts facts(Identity.Known known, String requestId) {
    Principal caller = known.caller();
    return new RouteFacts(requestId, caller.team().value(), caller.keyId(), caller.user());
  }
}
