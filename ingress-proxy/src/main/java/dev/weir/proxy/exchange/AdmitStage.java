package dev.weir.proxy.exchange;

import dev.weir.governance.identity.Principal;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.policy.NativeApi;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.QuotaDecision;
import dev.weir.governance.quota.Subject;
import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.stop.Stop;
import dev.weir.governance.stop.Stops;
import dev.weir.proxy.quota.Asked;
import dev.weir.proxy.quota.Hold;
import dev.weir.proxy.quota.Learned;
import dev.weir.proxy.quota.QuotaGate;
import dev.weir.proxy.quota.Waiter;
import dev.weir.proxy.quota.Wish;
import dev.weir.proxy.surface.Ask;
import dev.weir.proxy.surface.AskReading;
import dev.weir.proxy.surface.PassageAsk;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Decides whether a request goes on: its shape, its model, its credit. */
final class AdmitStage {

  /** What is reserved for an answer at first, as in DESIGN's slices. */
  static final long SLICE_TOKENS = 256;

  /** No model answers as much: a caller who asks for more asks for this. */
  private static final long OUTPUT_TOKENS_MAX = 100_000_000L;

  private final QuotaGate quota;
  private final RoutePlans plans;
  private final Costs costs;
  private final Supplier<Stops> stops;

  AdmitStage(QuotaGate quota, Costs costs, RoutePlans plans, Supplier<Stops> stops) {
    this.quota = quota;
    this.costs = costs;
    this.plans = plans;
    this.stops = stops;
  }

  /** Whose request it is, when it came, and who hears a decision that takes time. */
  record Asker(Identity.Known known, Arrival arrival, Consumer<Admittance> later) {}

  Admittance ask(Asker asker, AskReading reading, Body body, Instant now) {
    return switch (reading) {
      case AskReading.Wrong(String message) ->
          Admittance.refused(new Refusal.InvalidRequest(message));
      case AskReading.Read(Ask request) -> askFor(asker, request, body, now);
    };
  }

  private Admittance askFor(Asker asker, Ask request, Body body, Instant now) {
    Identity.Known known = asker.known();
    Stops orders = stops.get();
    Optional<Stop> stop = orders.of(known.caller(), now).or(() -> orders.of(request.model(), now));
    if (stop.isPresent()) {
      return Admittance.refused(new Refusal.Stopped(stop.get()));
    }
    return request instanceof PassageAsk passage
        ? askForPassage(asker, passage, now)
        : askForModel(asker, request, body, now);
  }

  private Admittance askForPassage(Asker asker, PassageAsk passage, Instant now) {
    Identity.Known known = asker.known();
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
    return reserve(asker, passage, plans.plain(known.policy(), model), 0, now);
  }

  private Admittance askForModel(Asker asker, Ask request, Body body, Instant now) {
    Identity.Known known = asker.known();
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
        .plan(known, asker.arrival().requestId(), request, body, now)
        .map(plan -> reserve(asker, request, plan, body.length(), now))
        .orElseGet(() -> Admittance.refused(new Refusal.UnknownModel(request.model())));
  }

  private Admittance reserve(
      Asker asker, Ask request, RoutePlans.Plan plan, int bodyBytes, Instant now) {
    if (plan.legs().isEmpty()) {
      return Admittance.refused(new Refusal.NoCredential(plan.unusable()));
    }
    Identity.Known known = asker.known();
    PolicySnapshot policy = known.policy();
    Wish wish = wish(asker, request, plan, request.inputEstimate(bodyBytes));
    Cost cost = wish.usual();
    QuotaGate.Question question =
        new QuotaGate.Question(
            known.team(),
            policy.policy().limits(),
            subject(asker, request),
            wish,
            asker.arrival().at());
    return admittance(
        quota.ask(
            question,
            answer ->
                asker
                    .later()
                    .accept(admittance(answer, request, plan, cost, asker.arrival().at()))),
        request,
        plan,
        cost,
        now);
  }

  /**
   * What is reserved. A stream goes on as long as more can be reserved for it, and so begins with a
   * slice; a document comes whole, and is paid for whole.
   */
  private Wish wish(Asker asker, Ask request, RoutePlans.Plan plan, long inputEstimate) {
    Learned learned = quota.learned();
    ModelRoute route = plan.legs().getFirst().route().model();
    String model = route.name();
    OptionalLong max = request.maxOutputTokens();
    long input = learned.input(model, inputEstimate);
    OptionalLong unread = learned.unread(model);
    long usual =
        request.stream()
            ? slice(max) + unread(request, unread)
            : Math.min(OUTPUT_TOKENS_MAX, max.orElseGet(() -> learned.answer(model)));
    long guess = unread.isPresent() ? 0 : guess(request, route);
    long nineOfTen = least(max, learned.usualAnswer(model));
    // A document comes whole: less than it may have must not be reserved where little is left.
    long scarce = request.stream() ? Math.max(usual, nineOfTen) : usual;
    long least = request.stream() ? slice(max) : max.isEmpty() ? nineOfTen : usual;
    return new Wish(
        cost(asker, plan, input, usual),
        () -> cost(asker, plan, input, scarce),
        () -> cost(asker, plan, learned.estimates(model).input(inputEstimate), least),
        !request.stream(),
        () -> guess == 0 ? Cost.NOTHING : cost(asker, plan, 0, guess).ofPart());
  }

  /**
   * What a stream reserves, besides slices, for reasoning that nobody can cut since nobody sees it:
   * as much as was learned, if it wants any and the answer may have as much.
   */
  static long unread(Ask request, OptionalLong learned) {
    return request.reasoning().isOff() ? 0 : besidesSlice(request, learned.orElse(0));
  }

  /** The same before anything was learned. A document that has a limit reserves all of that. */
  private static long guess(Ask request, ModelRoute model) {
    return request.stream() || request.maxOutputTokens().isEmpty()
        ? besidesSlice(request, HiddenReasoning.guess(request.reasoning(), model))
        : 0;
  }

  private static long besidesSlice(Ask request, long tokens) {
    OptionalLong max = request.maxOutputTokens();
    return max.isPresent() ? Math.clamp(max.getAsLong() - SLICE_TOKENS, 0, tokens) : tokens;
  }

  /** What a stream reserves at least for what can be read of its answer. */
  static long slice(OptionalLong max) {
    return least(max, SLICE_TOKENS);
  }

  private static long least(OptionalLong max, long tokens) {
    return Math.min(OUTPUT_TOKENS_MAX, Math.min(tokens, max.orElse(tokens)));
  }

  private Cost cost(Asker asker, RoutePlans.Plan plan, long input, long output) {
    Identity.Known known = asker.known();
    return costs.reserved(
        known.policy(), known.team(), plan.legs(), input, output, asker.arrival().at());
  }

  private static Subject subject(Asker asker, Ask request) {
    Principal caller = asker.known().caller();
    return new Subject(
        caller.team(),
        caller.project(),
        caller.user(),
        caller.keyId(),
        request.model(),
        AgentRun.of(asker.arrival()));
  }

  private static Admittance admittance(
      Asked answer, Ask request, RoutePlans.Plan plan, Cost cost, Instant now) {
    return switch (answer) {
      case Asked.Spent(QuotaDecision.Spent(var standings, var spent)) ->
          new Admittance.Refused(
              new Refusal.LimitSpent(spent, cost.reserved(spent.limit().unit()), now), standings);
      case Asked.Unknown(Limit limit, var standings) ->
          new Admittance.Refused(new Refusal.LimitUnknown(limit), standings);
      case Asked.Crowded(Limit limit, int most) ->
          Admittance.refused(new Refusal.LimitCrowded(limit, most));
      case Asked.Granted(QuotaDecision.Granted(var standings, var binding, _), Hold hold) ->
          new Admittance.Admitted(request, plan.way(), plan.legs(), hold, standings, binding);
      case Asked.Waits(Waiter waiter) -> new Admittance.Waits(waiter);
    };
  }
}
