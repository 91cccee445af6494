package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.dialects.usage.TokenCounts;
import dev.weir.governance.identity.Principal;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.record.ExchangeRecord;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Usage;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The end of an exchange whose prompt is recorded: its usage, its last frame, its credit.
 *
 * @param admitted null where it was refused
 * @param called whether a call was sent
 * @param firstByteNanos 0 where no answer began
 */
record Settlement(
    Gateway gateway,
    Arrival arrival,
    Identity.Known known,
    @Nullable Admitted admitted,
    boolean called,
    long firstByteNanos) {

  void settle(
      Ending ending, String requestedModel, long inputEstimate, @Nullable ExchangeRecord record) {
    Instant now = gateway.self().clock().instant();
    long nanos = System.nanoTime();
    int attempt = called ? 1 : 0;
    Charge charge = Charge.of(ending, inputEstimate);
    long held = admitted == null ? -1 : admitted.held();
    gateway
        .quota()
        .settle(
            known.team().id(),
            held,
            charge.counts().total(),
            called,
            now,
            sequence ->
                gateway
                    .recorder()
                    .usage(
                        usage(ending, charge, requestedModel, attempt, sequence, now),
                        arrival.traceparent(),
                        record != null && record.holdsRoom()));
    if (record != null) {
      record.end(
          attempt, new ExchangeEnd(ending.outcome(), ending.status(), ending.code(), attempt, now));
    }
    measure(ending, charge.counts(), nanos);
  }

  private void measure(Ending ending, TokenCounts counts, long nanos) {
    String team = known.team().id().value();
    String model = admitted == null ? "none" : admitted.route().model().name();
    gateway
        .metrics()
        .exchange(
            team,
            model,
            ending.outcome(),
            nanos - arrival.atNanos(),
            firstByteNanos == 0
                ? OptionalLong.empty()
                : OptionalLong.of(firstByteNanos - arrival.atNanos()));
    if (called) {
      gateway.metrics().tokens(team, model, ending.outcome(), counts);
    }
    if (!ending.code().isEmpty()) {
      gateway.metrics().refused(ending.code());
    }
  }

  private Usage usage(
      Ending ending,
      Charge charge,
      String requestedModel,
      int attempt,
      long sequence,
      Instant now) {
    Principal caller = known.caller();
    TokenCounts counts = charge.counts();
    AnswerFacts facts = ending.facts();
    Optional<Route> route = Optional.ofNullable(admitted).map(Admitted::route);
    String served = route.map(it -> it.model().upstreamModel()).orElse("");
    return new Usage(
        arrival.requestId() + "/usage/" + attempt,
        arrival.requestId(),
        attempt,
        true,
        caller.organisation(),
        caller.team().value(),
        caller.project().orElse(null),
        caller.user().orElse(null),
        caller.keyId(),
        null,
        gateway.self().proxyId(),
        gateway.self().proxyEpoch(),
        sequence,
        route.map(it -> it.model().name()).orElse(""),
        route.map(Route::providerId).orElse(""),
        requestedModel,
        facts.model().isEmpty() ? served : facts.model(),
        null,
        facts.serviceTier().isEmpty() ? null : facts.serviceTier(),
        counts.input(),
        counts.cacheRead(),
        counts.cacheWrite(),
        counts.output(),
        counts.reasoning(),
        counts.audio(),
        counts.image(),
        charge.source(),
        admitted == null ? 0L : admitted.held(),
        false,
        facts.finishReason(),
        ending.outcome(),
        ending.status(),
        arrival.at(),
        firstByteNanos == 0 ? null : arrival.at().plusNanos(firstByteNanos - arrival.atNanos()),
        now,
        known.policy().version());
  }
}
