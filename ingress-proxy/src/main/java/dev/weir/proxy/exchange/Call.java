package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.governance.refusal.Answer;
import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.stop.Stop;
import dev.weir.governance.stop.Stops;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.exchange.Admittance.Leg;
import dev.weir.proxy.exchange.Deadline.Wait;
import dev.weir.proxy.guard.HeldRoom;
import dev.weir.proxy.record.ExchangeRecord;
import dev.weir.proxy.surface.Surface;
import dev.weir.schemas.event.Outcome;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The call of one exchange: attempts, each at the next of its models, until one begins to answer.
 * What fails before the first byte went out is not the caller's to see while there is another
 * model; what fails after it cannot be taken back.
 *
 * <p>What the attempts of a call decide between them, {@link Race} decides; here it is carried out.
 */
final class Call {

  private static final Logger LOGGER = LoggerFactory.getLogger(Call.class);

  /** The exchange that this is the call of. */
  interface Owner {

    /** No attempt has begun to answer: the exchange does. */
    void unanswered(Refusal refusal, Outcome outcome, boolean taken, AnswerFacts facts);

    /** The caller has seen the end, or is gone. */
    void ended(Ending ending);
  }

  private final Gateway gateway;
  private final Arrival arrival;
  private final Reply reply;
  private final ExchangeRecord record;
  private final Identity.Known caller;
  private final Admitted admitted;
  private final Owner owner;
  private final Race race;
  private final int bodyBytes;
  private final boolean hedges;
  private final Asking asking;
  private final Answering answering;
  private final @Nullable Meter meter;

  /** The one that the exchange ended with. */
  private volatile @Nullable Attempt last;

  Call(
      Gateway gateway,
      Arrival arrival,
      Surface surface,
      Reply reply,
      Deadline deadline,
      CallerWatch callerWatch,
      ExchangeRecord record,
      Identity.Known caller,
      Admitted admitted,
      Body body,
      Owner owner) {
    this.gateway = gateway;
    this.arrival = arrival;
    this.reply = reply;
    this.record = record;
    this.caller = caller;
    this.admitted = admitted;
    this.bodyBytes = body.length();
    this.owner = owner;
    this.meter =
        Meter.of(
            gateway,
            caller,
            admitted,
            body.length(),
            arrival.at(),
            task -> gateway.upstream().resume(reply.endPoint(), task));
    this.hedges = admitted.way().options().hedgeAfter().isPresent();
    this.race =
        new Race(new Walk(admitted.legs(), admitted.way(), arrival.requestId()), admitted.way());
    CallersEnd end = new CallersEnd(arrival, surface, reply, deadline, callerWatch);
    this.asking = new Asking(gateway, end, admitted, caller.team().translation(), body, this, race);
    this.answering = new Answering(gateway, end, admitted, record, caller.team().recording());
  }

  /** Null where no limit can end the answer. */
  @Nullable Meter meter() {
    return meter;
  }

  /** The exchange has ended, and nothing more is to be reserved for it. */
  void over() {
    if (meter != null) {
      meter.end();
    }
  }

  /** How many attempts called a provider. */
  int attempts() {
    return race.attempts();
  }

  /** The attempt that the exchange ended with; empty where none called a provider. */
  Optional<Attempt> last() {
    return Optional.ofNullable(last);
  }

  String requestId() {
    return arrival.requestId();
  }

  /** What one of its answers may hold back. */
  HeldRoom.Part room() {
    return gateway.self().answers().part(caller.team().id());
  }

  void offload(Runnable task) {
    gateway.upstream().offload(task);
  }

  private Instant now() {
    return gateway.self().clock().instant();
  }

  /** The first attempt; on the thread of the caller's connection. */
  void begin() {
    asking.next().ifPresent(this::end);
  }

  /** One more attempt after those that failed. */
  private void goOn() {
    contained(() -> asking.next().ifPresent(this::end));
  }

  /** One more attempt beside the one that is slow. */
  private void hedge() {
    try {
      var _ = asking.next();
    } catch (RuntimeException e) {
      // The first attempt goes on as it would have without.
      LOGGER.atError().setCause(e).addKeyValue("exchangeId", requestId()).log("it broke");
    } finally {
      contained(() -> race.notHedged().ifPresent(this::decide));
    }
  }

  private void contained(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOGGER.atError().setCause(e).addKeyValue("exchangeId", requestId()).log("it broke");
      fail(new Refusal.Defect());
    }
  }

  /** Weir answers by itself: no provider is called. False where one is under way already. */
  boolean answer(ByteBuffer estimate) {
    Optional<Race.End> end = race.end();
    if (end.isEmpty()) {
      return false;
    }
    end.get().before().ifPresent(this::failedOver);
    if (answering.mayPass(0, estimate, 0)) {
      answering.estimate(estimate, owner::ended);
    } else {
      owner.unanswered(new Refusal.CannotRecord(), Outcome.REFUSED, false, AnswerFacts.NOTHING);
    }
    return true;
  }

  /** Whether the caller need not see that this attempt failed. */
  boolean mayGoOn(Attempt attempt) {
    return race.mayGoOn(attempt, now());
  }

  /** Whether this attempt may answer the caller; where two could, the other one is ended. */
  boolean claim(Attempt attempt) {
    Race.Claim claim = race.claim(attempt);
    if (!claim.won()) {
      return false;
    }
    asking.stop();
    claim.loser().ifPresent(loser -> loser.relay().lose());
    if (attempt.isHedge()) {
      gateway.metrics().hedge(admitted.way().name(), "won");
    }
    return true;
  }

  void beforeFirstByte(Attempt attempt, HttpFields.Mutable headers) {
    answering.head(
        attempt.route(), race.attempts(), asking.sentNanos() - arrival.atNanos(), headers);
  }

  boolean mayPass(Attempt attempt, ByteBuffer bytes, long characters) {
    return answering.mayPass(attempt.number(), bytes, characters);
  }

  /** Nothing of this attempt went to the caller. */
  void failed(Attempt attempt, Refusal refusal, boolean taken, AnswerFacts facts) {
    Race.Failure failure = new Race.Failure(attempt, refusal, taken, facts);
    attempt.deadline().clear();
    switch (race.failed(failure)) {
      case ANOTHER_GOES_ON -> failedOver(failure);
      case HEDGE_DECIDES -> {}
      case NOTHING_GOES_ON -> decide(failure);
    }
  }

  private void decide(Race.Failure failure) {
    switch (race.decide(failure, now())) {
      case Race.Decision.GoOn _ -> gateway.upstream().resume(reply.endPoint(), this::goOn);
      case Race.Decision.Stop _ -> unanswered(failure, failure.refusal());
      case Race.Decision.Wait _, Race.Decision.Over _ -> {}
    }
  }

  /** None is left to ask. */
  private void end(Refusal refusal) {
    race.end()
        .ifPresent(end -> unanswered(end, end.before().map(Race.Failure::refusal).orElse(refusal)));
  }

  private void unanswered(Race.End end, Refusal refusal) {
    end.before()
        .ifPresentOrElse(
            before -> unanswered(before, refusal),
            () -> owner.unanswered(refusal, Outcome.REFUSED, false, AnswerFacts.NOTHING));
  }

  private void unanswered(Race.Failure failure, Refusal refusal) {
    last = failure.attempt();
    owner.unanswered(
        refusal,
        refusal instanceof Refusal.Stopped || refusal instanceof Refusal.ContentBlocked
            ? Outcome.CUT
            : Outcome.UPSTREAM_FAILED,
        failure.taken(),
        failure.facts());
  }

  /** Another attempt has taken its place. */
  void failedOver(Race.Failure failure) {
    Answer answer = failure.refusal().answer();
    attempted(
        failure.attempt(), failure.as(Outcome.UPSTREAM_FAILED, answer.status(), answer.code()));
    gateway.metrics().failedOver(failure.attempt().route().providerId(), answer.code());
  }

  private void attempted(Attempt attempt, Ending ending) {
    new Settlement(gateway, arrival, caller, admitted, Optional.of(attempt), race.attempts())
        .attempted(ending, admitted.ask().model(), bodyBytes, record.holdsRoom());
  }

  /** Another attempt was faster. */
  void lost(Attempt attempt, Ending ending) {
    race.lost(attempt);
    attempted(attempt, ending);
  }

  /** The caller has seen the end, or is gone. */
  void ended(Attempt attempt, Ending ending) {
    if (race.endsWith(attempt)) {
      last = attempt;
      owner.ended(ending);
    } else {
      attempted(attempt, ending);
    }
  }

  /** The caller is gone; an attempt that is under way ends for itself. */
  void cancelled() {
    Optional<Race.End> end = race.end();
    if (end.isEmpty()) {
      return;
    }
    reply.abort();
    last = end.get().before().map(Race.Failure::attempt).orElse(null);
    owner.ended(
        end.get()
            .before()
            .map(before -> before.as(Outcome.CANCELLED, 0, "client_closed"))
            .orElse(new Ending(Outcome.CANCELLED, 0, "client_closed", false, AnswerFacts.NOTHING)));
  }

  void callerGone() {
    race.live().forEach(attempt -> attempt.relay().hungUp());
    if (race.resumeAtNanos() != 0) {
      cancelled();
    }
  }

  /** The provider did not answer, or not go on, within the exchange's own wait. */
  void timedOut(boolean idle) {
    race.live()
        .forEach(attempt -> {
          if (attempt.number() == 1) {
            attempt.relay().timedOut(idle);
          }
        });
  }

  /** Ends the call for a reason of Weir's. */
  void fail(Refusal refusal) {
    race.end()
        .ifPresentOrElse(
            end -> unanswered(end, refusal),
            () -> race.live().forEach(attempt -> attempt.relay().fail(refusal)));
  }

  /** Ends the call where an order stops its caller, what was asked for, or a model in use. */
  void obey(Stops stops) {
    Instant now = now();
    asked(stops, now)
        .or(() ->
            race.live().stream()
                .flatMap(attempt -> stops.of(attempt.route().model(), now).stream())
                .findFirst())
        .ifPresent(stop -> fail(new Refusal.Stopped(stop)));
  }

  Optional<Stop> stop(Stops stops, Leg leg, Instant now) {
    return asked(stops, now).or(() -> stops.of(leg.route().model(), now));
  }

  private Optional<Stop> asked(Stops stops, Instant now) {
    return stops.of(caller.caller(), now).or(() -> stops.of(admitted.ask().model(), now));
  }

  /** Looks at what the exchange's own wait does not cover. */
  void sweep(long nowNanos) {
    race.live().forEach(attempt -> sweep(attempt, nowNanos));
    if (race.isResumeDue(nowNanos)) {
      gateway.upstream().resume(reply.endPoint(), this::goOn);
    }
    if (hedges && race.isHedgeDue(nowNanos, now())) {
      gateway.upstream().resume(reply.endPoint(), this::hedge);
    }
  }

  private void sweep(Attempt attempt, long nowNanos) {
    if (attempt.number() == 1) {
      return;
    }
    Wait wait = attempt.deadline().expire(nowNanos);
    if (wait == Wait.FIRST_BYTE || wait == Wait.NEXT_BYTES) {
      attempt.relay().timedOut(wait == Wait.NEXT_BYTES);
    } else if (wait == Wait.CREDIT) {
      attempt.relay().fail(new Refusal.Defect());
    } else if (wait == Wait.CALLER) {
      reply.abort();
      callerGone();
    }
  }

  /** As {@link Deadline#waitBesideTheCaller}, for what the exchange's own wait does not cover. */
  long waitBesideTheCaller() {
    for (Attempt attempt : race.live()) {
      if (attempt.number() > 1) {
        return attempt.deadline().waitBesideTheCaller();
      }
    }
    return race.resumeAtNanos();
  }
}
