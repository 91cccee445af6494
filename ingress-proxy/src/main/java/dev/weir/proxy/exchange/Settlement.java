package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.dialects.usage.TokenCounts;
import dev.weir.dialects.usage.TokenEstimate;
import dev.weir.governance.identity.Principal;
import dev.weir.governance.pricing.ServiceTier;
import dev.weir.governance.quota.Cost;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.exchange.Admittance.Leg;
import dev.weir.proxy.quota.Hold;
import dev.weir.proxy.quota.Learned;
import dev.weir.proxy.record.ExchangeRecord;
import dev.weir.schemas.event.Coverage;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange, or one of its attempts, has used: its usage, its last frame, its credit.
 *
 * @param admitted null where it was refused
 * @param attempt whose usage it is; empty where no provider was called
 * @param attempts that were made
 */
record Settlement(
    Gateway gateway,
    Arrival arrival,
    Identity.Known known,
    @Nullable Admitted admitted,
    Optional<? extends Attempted> attempt,
    int attempts) {

  /** The end of an exchange whose prompt is recorded. */
  void settle(
      Ending ending, String requestedModel, int bodyBytes, @Nullable ExchangeRecord record) {
    long nanos = System.nanoTime();
    Charge charge = end(ending, requestedModel, bodyBytes, record);
    measure(ending, charge.counts(), nanos);
  }

  /** The same for what is no request of its own and does not belong among their times. */
  Charge end(Ending ending, String requestedModel, int bodyBytes, @Nullable ExchangeRecord record) {
    Instant now = gateway.self().clock().instant();
    AttemptBill bill =
        new AttemptBill(this, ending, bodyBytes, isCalled() ? 1 : 0) {
          @Override
          public void handOver(long sequence) {
            record(
                usage(ending, charge(), spent(), requestedModel, true, sequence, now),
                record != null && record.holdsRoom());
          }
        };
    learn(bill.charge(), bodyBytes, ending);
    gateway.quota().settle(known.team().id().value(), hold(), bill);
    List<Coverage> coverage = admitted == null ? List.of() : admitted.guards().coverage();
    if (admitted != null) {
      admitted.guards().end();
    }
    for (Coverage each : coverage) {
      gateway.metrics().guard(each.getGuard(), each.getSurface(), each.getVerdict());
    }
    if (record != null) {
      record.end(
          number(),
          new ExchangeEnd(
              ending.outcome(), ending.status(), ending.code(), attempts, now, coverage));
    }
    return bill.charge();
  }

  /** An attempt was in vain; the exchange goes on with another one. */
  void attempted(Ending ending, String requestedModel, int bodyBytes, boolean roomHeld) {
    Instant now = gateway.self().clock().instant();
    AttemptBill bill =
        new AttemptBill(this, ending, bodyBytes, 0) {
          @Override
          public void handOver(long sequence) {
            record(
                usage(ending, charge(), spent(), requestedModel, false, sequence, now), roomHeld);
          }
        };
    gateway.quota().attempted(known.team().id().value(), hold(), bill);
  }

  private Hold hold() {
    return admitted == null ? Hold.NOTHING : admitted.hold();
  }

  /** What can be read of an attempt, by the provider's count or by an estimate. */
  Charge read(Ending ending, int bodyBytes) {
    return Charge.of(ending, inputEstimate(bodyBytes), usual());
  }

  /** What the model has usually reasoned by then without showing it, as far as it may have. */
  long hidden(Ending ending, Charge read) {
    if (admitted == null || read.equals(Charge.NOTHING) || !Charge.mayHide(ending)) {
      return 0;
    }
    OptionalLong max = admitted.ask().maxOutputTokens();
    long tokens =
        leg()
            .map(it ->
                HiddenReasoning.of(
                    admitted.ask().reasoning(), it.route().model(), usual().unread()))
            .orElse(0L);
    return max.isPresent()
        ? Math.clamp(max.getAsLong() - read.counts().output(), 0, tokens)
        : tokens;
  }

  /** By the prices of the request's arrival, as it was reserved. */
  Cost cost(Ending ending, Charge charge, long requests) {
    ServiceTier tier = ServiceTier.of(ending.facts().serviceTier());
    long nanos =
        leg()
            .map(it ->
                gateway
                    .costs()
                    .spent(known.policy(), known.team(), it, tier, charge.counts(), arrival.at()))
            .orElse(0L);
    return new Cost(requests, charge.counts().total(), nanos);
  }

  /** What estimates of the model come to by what was learned of it. */
  private Learned.Estimates usual() {
    return leg()
        .map(it -> gateway.quota().learned().estimates(it.route().model().name()))
        .orElse(Learned.Estimates.AS_THEY_ARE);
  }

  private void learn(Charge charge, int bodyBytes, Ending ending) {
    if (charge.source() == UsageSource.PROVIDER && ending.outcome() == Outcome.COMPLETED) {
      leg()
          .ifPresent(it ->
              gateway
                  .quota()
                  .learned()
                  .note(
                      it.route().model().name(),
                      charge.counts(),
                      inputEstimate(bodyBytes),
                      TokenEstimate.ofText(ending.facts().textCharacters()),
                      admitted == null || !admitted.ask().reasoning().isOff()));
    }
  }

  private void record(Usage usage, boolean roomHeld) {
    gateway.recorder().usage(usage, arrival.traceparent(), roomHeld);
  }

  private int number() {
    return attempt.map(Attempted::number).orElse(0);
  }

  private boolean isCalled() {
    return attempts > 0;
  }

  private long firstByteNanos() {
    return attempt.map(Attempted::firstByteNanos).orElse(0L);
  }

  /** The attempt's, or the one that would have been taken. */
  private Optional<Leg> leg() {
    return attempt
        .map(Attempted::leg)
        .or(() -> Optional.ofNullable(admitted).map(it -> it.legs().getFirst()));
  }

  private long inputEstimate(int bodyBytes) {
    return admitted == null ? 0 : admitted.ask().inputEstimate(bodyBytes);
  }

  private Optional<Route> route() {
    return leg().map(Leg::route);
  }

  private void measure(Ending ending, TokenCounts counts, long nanos) {
    String team = known.team().id().value();
    String model = route().map(it -> it.model().name()).orElse("none");
    long firstByteNanos = firstByteNanos();
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
    if (isCalled()) {
      gateway.metrics().tokens(team, model, ending.outcome(), counts);
    }
    if (!ending.code().isEmpty()) {
      gateway.metrics().refused(ending.code());
    }
  }

  private Usage usage(
      Ending ending,
      Charge charge,
      Cost spent,
      String requestedModel,
      boolean last,
      long sequence,
      Instant now) {
    Principal caller = known.caller();
    TokenCounts counts = charge.counts();
    AnswerFacts facts = ending.facts();
    Optional<Route> route = route();
    int number = number();
    long firstByteNanos = firstByteNanos();
    String served = route.map(it -> it.model().upstreamModel()).orElse("");
    return new Usage(
        arrival.requestId() + "/usage/" + number,
        arrival.requestId(),
        number,
        last,
        caller.organisation(),
        caller.team().value(),
        caller.project().orElse(null),
        caller.user().orElse(null),
        caller.keyId(),
        AgentRun.of(arrival).orElse(null),
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
        hold().all().tokens(),
        false,
        facts.finishReason(),
        ending.outcome(),
        ending.status(),
        arrival.at(),
        firstByteNanos == 0 ? null : arrival.at().plusNanos(firstByteNanos - arrival.atNanos()),
        now,
        known.policy().version(),
        Stream.concat(
                attempt.map(Attempted::dropped).orElse(List.of()).stream(),
                facts.dropped().stream())
            .toList(),
        leg().flatMap(it -> it.step().variant()).orElse(null),
        spent.usdNanos(),
        counts.parts().cacheWriteHour(),
        counts.parts().cacheReadAudio(),
        counts.parts().audioOutput(),
        counts.parts().imageOutput());
  }
}
