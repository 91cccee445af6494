package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.governance.policy.RecordingMode;
import dev.weir.governance.refusal.Answer;
import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.routing.CallOutcome;
import dev.weir.governance.stop.Stop;
import dev.weir.governance.stop.Stops;
import dev.weir.proxy.credential.ProviderKey;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.exchange.Admittance.Leg;
import dev.weir.proxy.exchange.Deadline.Wait;
import dev.weir.proxy.record.ExchangeRecord;
import dev.weir.proxy.surface.Outgoing;
import dev.weir.proxy.surface.PassageAsk;
import dev.weir.proxy.surface.Surface;
import dev.weir.proxy.targets.Place;
import dev.weir.schemas.event.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
  private final Surface surface;
  private final Reply reply;
  private final Deadline deadline;
  private final CallerWatch callerWatch;
  private final ExchangeRecord record;
  private final Identity.Known caller;
  private final Admitted admitted;
  private final Owner owner;
  private final Race race;
  private final int bodyBytes;
  private final boolean hedges;
  private final Saying saying;
  private final KeyTurns keyTurns;

  /** Of the answer, as long as it is; writes of it follow one another. */
  private int recordableBytes;

  private volatile Body body;
  private volatile long sentNanos;

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
    this.surface = surface;
    this.reply = reply;
    this.deadline = deadline;
    this.callerWatch = callerWatch;
    this.record = record;
    this.caller = caller;
    this.admitted = admitted;
    this.body = body;
    this.bodyBytes = body.length();
    this.owner = owner;
    this.saying = new Saying(arrival, admitted, caller.team().translation());
    this.keyTurns =
        new KeyTurns(
            admitted.legs(), gateway.self().clock(), !(admitted.ask() instanceof PassageAsk));
    this.recordableBytes = admitted.ask().recordedBytesMax();
    this.hedges = admitted.way().options().hedgeAfter().isPresent();
    this.race =
        new Race(new Walk(admitted.legs(), admitted.way(), arrival.requestId()), admitted.way());
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

  private Instant now() {
    return gateway.self().clock().instant();
  }

  /** The first attempt; on the thread of the caller's connection. */
  void begin() {
    askNext().ifPresent(this::end);
  }

  /** One more attempt after those that failed. */
  private void goOn() {
    contained(() -> askNext().ifPresent(this::end));
  }

  /** One more attempt beside the one that is slow. */
  private void hedge() {
    try {
      var _ = askNext();
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

  /** Asks the next model that can be asked; gives a reason where there is none. */
  private Optional<Refusal> askNext() {
    TurnedDown reasons = new TurnedDown();
    for (Optional<Leg> leg = race.next(); leg.isPresent(); leg = race.next()) {
      switch (ask(leg.get(), reasons)) {
        case MADE -> {
          return Optional.empty();
        }
        case LATER -> {
          race.putBack(leg.get());
          return Optional.of(reasons.asOne(admitted.ask().model()));
        }
        case NOT -> {}
      }
    }
    return Optional.of(reasons.asOne(admitted.ask().model()));
  }

  private enum Asked {
    MADE,
    NOT,
    /** It would answer, once nothing else is under way. */
    LATER
  }

  /** Says what the caller asks as the provider understands it. */
  private Asked ask(Leg leg, TurnedDown reasons) {
    Route route = leg.route();
    Body asked = body;
    if (asked.equals(Body.NONE)) {
      return Asked.NOT; // Another attempt has begun to answer meanwhile.
    }
    keyTurns.round(race.round());
    KeyTurn keyTurn = keyTurns.of(leg);
    ProviderKey key = keyTurn.next(route.keys());
    if (key == null) {
      if (keyTurn.isFirst()) {
        reasons.note(new Refusal.NoCredential(route.providerId()));
      }
      return Asked.NOT;
    }
    switch (saying.to(route, asked)) {
      case Outgoing.Unsayable(List<String> names) ->
          reasons.note(new Refusal.Untranslatable(route.providerId(), names));
      case Outgoing.Wrong(String message) -> reasons.note(new Refusal.InvalidRequest(message));
      case Outgoing.Estimates(byte[] estimate) -> {
        return answer(ByteBuffer.wrap(estimate)) ? Asked.MADE : Asked.LATER;
      }
      case Outgoing.Sends sends -> {
        return begin(leg, key, sends, reasons) ? Asked.MADE : Asked.NOT;
      }
    }
    return Asked.NOT;
  }

  private boolean begin(Leg leg, ProviderKey key, Outgoing.Sends sends, TurnedDown reasons) {
    Instant now = now();
    Optional<Stop> stop = stop(gateway.knowledge().stops().get(), leg, now);
    if (stop.isPresent()) {
      reasons.note(new Refusal.Stopped(stop.get()));
      return false;
    }
    String model = leg.route().model().name();
    return switch (leg.target().begin(now)) {
      case Place.Full _ -> {
        reasons.full();
        gateway.metrics().skipped(model, "full");
        yield false;
      }
      case Place.Resting(Instant until) -> {
        reasons.resting(Duration.between(now, until));
        gateway.metrics().skipped(model, "asked_to_wait");
        yield false;
      }
      case Place.Taken _ -> {
        attempt(leg, key, sends);
        yield true;
      }
    };
  }

  /** Weir answers by itself: no provider is called. False where one is under way already. */
  private boolean answer(ByteBuffer estimate) {
    Optional<Race.End> end = race.end();
    if (end.isEmpty()) {
      return false;
    }
    end.get().before().ifPresent(this::failedOver);
    if (!mayPass(0, estimate)) {
      owner.unanswered(new Refusal.CannotRecord(), Outcome.REFUSED, false, AnswerFacts.NOTHING);
      return true;
    }
    deadline.set(Wait.CALLER, gateway.self().limits().writeWithin(), System.nanoTime());
    AnswerHeaders.estimated(true, reply.headers());
    AnswerHeaders.limit(surface.dialect(), admitted.binding(), arrival.at(), reply.headers());
    reply.finish(
        200,
        Errors.JSON,
        estimate,
        wentOut ->
            owner.ended(
                wentOut
                    ? new Ending(Outcome.COMPLETED, 200, "", false, AnswerFacts.NOTHING)
                    : new Ending(
                        Outcome.CANCELLED, 200, "client_closed", false, AnswerFacts.NOTHING)));
    return true;
  }

  private void attempt(Leg leg, ProviderKey key, Outgoing.Sends sends) {
    Optional<Race.Entry> entry =
        race.enter(number -> attempt(number, leg, key, sends), callerWatch);
    if (entry.isEmpty()) {
      leg.target().end(CallOutcome.Unknown.IT, now());
      cancelled();
      return;
    }
    if (race.isAtEnd() && !leg.route().keys().areSeveral()) {
      body = Body.NONE;
    }
    entry.get().before().ifPresent(this::failedOver);
    if (sentNanos == 0) {
      sentNanos = System.nanoTime();
    }
    Attempt attempt = entry.get().attempt();
    if (attempt.isHedge()) {
      gateway.metrics().hedge(admitted.way().name(), "sent");
    }
    try {
      attempt.send(gateway.upstream(), arrival, sends, reply);
    } catch (RuntimeException e) {
      LOGGER.atError().setCause(e).addKeyValue("exchangeId", requestId()).log("it broke");
      attempt.relay().fail(new Refusal.Defect());
    }
  }

  private Attempt attempt(int number, Leg leg, ProviderKey key, Outgoing.Sends sends) {
    KeyTurn keyTurn = keyTurns.of(leg);
    Deadline own = number == 1 ? deadline : new Deadline();
    Attempt attempt =
        new Attempt(
            this,
            number,
            leg,
            keyTurn,
            keyTurn.take(leg.route().keys(), key),
            sends.dropped(),
            admitted.ask().stream(),
            race.isLive(),
            own,
            gateway.self().clock());
    // The first byte of a document comes with its last.
    Optional<Duration> firstToken =
        admitted.ask().stream() ? admitted.way().options().firstToken() : Optional.empty();
    attempt.by(
        new Relay(
            reply,
            attempt,
            leg.route(),
            surface,
            sends,
            own,
            gateway.self().limits(),
            firstToken.isPresent() && race.hasNext(now()) ? firstToken : Optional.empty()));
    return attempt;
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
    body = Body.NONE;
    claim.loser().ifPresent(loser -> loser.relay().lose());
    if (attempt.isHedge()) {
      gateway.metrics().hedge(admitted.way().name(), "won");
    }
    return true;
  }

  void beforeFirstByte(Attempt attempt, HttpFields.Mutable headers) {
    AnswerHeaders.servedBy(attempt.route(), headers);
    AnswerHeaders.attempts(race.attempts(), headers);
    AnswerHeaders.limit(surface.dialect(), admitted.binding(), arrival.at(), headers);
    long overhead = sentNanos - arrival.atNanos();
    AnswerHeaders.overhead(overhead, headers);
    gateway.metrics().overhead(overhead);
  }

  boolean mayPass(Attempt attempt, ByteBuffer bytes) {
    return mayPass(attempt.number(), bytes);
  }

  private boolean mayPass(int attempt, ByteBuffer bytes) {
    return record.relayed(recordable(bytes), attempt, arrival.micros(System.nanoTime()))
        || caller.team().recording() == RecordingMode.OPEN;
  }

  private ByteBuffer recordable(ByteBuffer bytes) {
    int part = Math.min(bytes.remaining(), recordableBytes);
    recordableBytes -= part;
    return part == bytes.remaining() ? bytes : bytes.slice(bytes.position(), part);
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
        refusal instanceof Refusal.Stopped ? Outcome.CUT : Outcome.UPSTREAM_FAILED,
        failure.taken(),
        failure.facts());
  }

  /** Another attempt has taken its place. */
  private void failedOver(Race.Failure failure) {
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
  private void cancelled() {
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

  private Optional<Stop> stop(Stops stops, Leg leg, Instant now) {
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
