package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.governance.policy.RecordingMode;
import dev.weir.governance.refusal.Answer;
import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.stop.Stops;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.exchange.Admittance.Refused;
import dev.weir.proxy.exchange.Admittance.Waits;
import dev.weir.proxy.exchange.Deadline.Wait;
import dev.weir.proxy.guard.InspectStage;
import dev.weir.proxy.record.EventLog;
import dev.weir.proxy.record.ExchangeRecord;
import dev.weir.proxy.surface.Ask;
import dev.weir.proxy.surface.AskReading;
import dev.weir.proxy.surface.Surface;
import dev.weir.schemas.event.Coverage;
import dev.weir.schemas.event.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange from its head to its end. All branching of the path is here; the collaborators
 * answer questions. Order of defence: no caller, no reading; no record, no exchange; no credit, no
 * scan; no clean prompt, no call. Every beginning has one end: {@link #settle}.
 */
final class Exchange implements LiveExchanges.Live, BodyReader.Receiver, Call.Owner {

  private static final Logger LOGGER = LoggerFactory.getLogger(Exchange.class);

  /** A larger body is read and sealed on a thread of the pool: it would hold a selector up. */
  private static final int INLINE_BYTES_MAX = 128 * 1024;

  /** The same where guards look at it. */
  private static final int INSPECTED_BYTES_MAX = 16 * 1024;

  private final Gateway gateway;
  private final Arrival arrival;
  private final Reply reply;
  private final Surface surface;
  private final AdmitStage admit;
  private final BodyReader reader;
  private final Deadline deadline = new Deadline();
  private final CallerWatch callerWatch;
  private final AtomicBoolean bodyOver = new AtomicBoolean();
  private final Acknowledgement acknowledgement = new Acknowledgement(this::acknowledged);
  private final AtomicBoolean settled = new AtomicBoolean();

  private Identity.@Nullable Known known;
  private byte[] body = {};
  private int bodyLength;

  /** What goes to a provider, where it is not what is recorded. */
  private Optional<byte[]> sent = Optional.empty();

  private boolean large;
  private volatile @Nullable ExchangeRecord record;
  private @Nullable Admitted admitted;
  private volatile @Nullable Call calling;
  private String requestedModel = "";
  private volatile boolean awaitsCredit;
  private volatile boolean leftWaiting;

  Exchange(Gateway gateway, Arrival arrival, Reply reply, Surface surface, AdmitStage admit) {
    this.gateway = gateway;
    this.arrival = arrival;
    this.reply = reply;
    this.surface = surface;
    this.admit = admit;
    this.callerWatch = new CallerWatch(reply.endPoint(), this::callerGone);
    Gateway.Self self = gateway.self();
    this.reader =
        new BodyReader(arrival.request(), self.limits().bodyBytesMax(), self.bodies(), this);
  }

  /** Accept and Identify. */
  void start() {
    contained(this::begin);
  }

  private void begin() {
    AnswerHeaders.requestId(arrival.requestId(), reply.headers());
    switch (gateway.live().enter(this)) {
      case FULL -> turnAwayUnread(new Refusal.Busy(Duration.ofSeconds(1)));
      case DRAINING -> turnAwayUnread(new Refusal.Draining());
      case ENTERED -> {
        switch (gateway.knowledge().callers().identify(arrival.request(), arrival.at())) {
          case Identity.Refused(Refusal refusal) -> turnAwayUnread(refusal);
          case Identity.Known caller -> readBody(caller);
        }
      }
    }
  }

  private void readBody(Identity.Known caller) {
    known = caller;
    deadline.set(Wait.BODY, gateway.self().limits().bodyWithin(), arrival.atNanos());
    arrival.request().addFailureListener(_ -> callerWatch.gone());
    reader.begin();
  }

  @Override
  public void whole(byte[] bytes, int length) {
    if (!bodyOver.compareAndSet(false, true)) {
      return;
    }
    deadline.clear();
    body = bytes;
    bodyLength = length;
    large = length > (caller().team().guards().isEmpty() ? INLINE_BYTES_MAX : INSPECTED_BYTES_MAX);
    if (large) {
      contained(() -> gateway.upstream().offload(() -> contained(this::decide)));
    } else {
      contained(this::decide);
    }
  }

  @Override
  public void unread(Refusal refusal) {
    if (bodyOver.compareAndSet(false, true)) {
      turnAway(refusal);
    }
  }

  @Override
  public void broken() {
    if (bodyOver.compareAndSet(false, true)) {
      gateway.recordTurnedAway(arrival, known, "client_closed", 0);
      leave();
      reply.abort();
    }
  }

  /** Admit: opens the record, then asks. */
  private void decide() {
    Identity.Known caller = caller();
    Beginning opened = Beginning.open(gateway, arrival, surface, caller, bodyLength).orElse(null);
    if (opened == null) {
      turnAway(new Refusal.CannotRecord());
      return;
    }
    record = opened.record();
    AskReading reading = surface.read(body, bodyLength);
    requestedModel = Beginning.requestedModel(reading);
    Instant now = gateway.self().clock().instant();
    AdmitStage.Asker asker =
        new AdmitStage.Asker(caller, arrival, later -> decidedLater(later, opened, reading));
    // Counted as waiting before the answer may come from another thread.
    awaitsCredit = true;
    Admittance answer = admit.ask(asker, reading, new Body(body, bodyLength), now);
    if (!(answer instanceof Waits)) {
      decided(answer, opened, reading, now);
    }
  }

  /** The credit that was waited for came, or did not: the decision is of now. */
  private void decidedLater(Admittance answer, Beginning opened, AskReading reading) {
    Instant now = gateway.self().clock().instant();
    Runnable step = () -> decided(answer, opened, reading, now);
    if (large && !caller().team().guards().isEmpty()) {
      gateway.upstream().offload(() -> contained(step));
    } else {
      near(step);
    }
  }

  private void decided(Admittance answer, Beginning opened, AskReading reading, Instant now) {
    awaitsCredit = false;
    switch (answer) {
      case Refused refused -> {
        opened.writeUnseen(reading, new Body(body, bodyLength));
        opened.writeDecision(refused, reading, now);
        refuse(refused.refusal());
      }
      case Admitted go when leftWaiting -> {
        admitted = go;
        opened.writeUnseen(reading, new Body(body, bodyLength));
        opened.writeDecision(go, reading, now);
        cancel();
      }
      case Admitted go when caller().team().guards().isEmpty() ->
          goOn(go, opened, reading, List.of(), now);
      case Admitted go -> inspect(go, opened, reading, now);
      case Waits _ -> throw new IllegalStateException("an answer that is none");
    }
  }

  /** Inspect: what the guards say of the prompt, before anybody but the log gets it. */
  private void inspect(Admitted go, Beginning opened, AskReading reading, Instant now) {
    admitted = go;
    InspectStage.Inspected inspected =
        gateway.inspect().inspect(caller().team(), arrival.requestId(), surface, body, bodyLength);
    AnswerHeaders.guards(inspected.warnings(), reply.headers());
    measure(inspected.coverage());
    AskReading goesOn = inspected.masked().map(this::exchanged).orElse(reading);
    if (inspected.refusal().isPresent()) {
      Refusal refusal = inspected.refusal().get();
      var _ =
          opened.writePrompt(
              goesOn, new Body(body, bodyLength), inspected.coverage(), EventLog.Told.NOBODY);
      opened.writeDecision(new Refused(refusal, go.standings()), goesOn, now);
      refuse(refusal);
      return;
    }
    sent = inspected.marked();
    if (!(sent.map(it -> surface.read(it, it.length)).orElse(goesOn)
        instanceof AskReading.Read(Ask ask))) {
      throw new IllegalStateException("a masked body that cannot be read");
    }
    goOn(go.guarded(ask, inspected.answer()), opened, goesOn, inspected.coverage(), now);
  }

  private void measure(List<Coverage> coverage) {
    for (Coverage each : coverage) {
      gateway.metrics().guard(each.getGuard(), each.getSurface(), each.getVerdict());
    }
  }

  /** The masked form takes the place of what came, in the record as well. */
  private AskReading exchanged(byte[] masked) {
    body = masked;
    bodyLength = masked.length;
    return surface.read(masked, masked.length);
  }

  private void goOn(
      Admitted go, Beginning opened, AskReading reading, List<Coverage> guards, Instant now) {
    admitted = go;
    admit(go, opened, reading, guards);
    // The prompt is what must not be missing: the call does not wait for the rest.
    opened.writeDecision(go, reading, now);
  }

  /** Goes on when the prompt is as safe as the team's policy wants it. */
  private void admit(Admitted go, Beginning opened, AskReading reading, List<Coverage> guards) {
    RecordingMode recording = caller().team().recording();
    boolean strict = recording == RecordingMode.STRICT;
    if (strict) {
      deadline.set(
          Wait.ACKNOWLEDGEMENT, gateway.self().limits().acknowledgeWithin(), System.nanoTime());
    }
    boolean kept =
        opened.writePrompt(
            reading,
            new Body(body, bodyLength),
            guards,
            strict ? acknowledgement : EventLog.Told.NOBODY);
    if (!kept && recording != RecordingMode.OPEN) {
      acknowledgement.kept(false);
    } else if (!strict && large) {
      near(() -> send(go));
    } else if (!strict) {
      send(go);
    }
  }

  /** On the log's thread: goes on elsewhere. */
  private void acknowledged(boolean kept) {
    deadline.clear();
    near(() -> afterAcknowledgement(kept));
  }

  /** Goes on where a call is best begun. */
  private void near(Runnable step) {
    gateway.upstream().resume(reply.endPoint(), () -> contained(step));
  }

  private void afterAcknowledgement(boolean kept) {
    Admitted go = admitted;
    if (kept && go != null) {
      send(go);
    } else {
      refuse(new Refusal.CannotRecord());
    }
  }

  /** Route is decided; Relay begins, where need be once a provider's keys are known. */
  private void send(Admitted go) {
    if (!KeyWait.begins(go, deadline, () -> near(() -> send(go)))) {
      call(go);
    }
  }

  private void call(Admitted go) {
    Call call =
        new Call(
            gateway,
            arrival,
            surface,
            reply,
            deadline,
            callerWatch,
            requireRecord(),
            caller(),
            go,
            sent.map(it -> new Body(it, it.length)).orElse(new Body(body, bodyLength)),
            this);
    // An idle stream shall not hold its prompt: the call keeps it while another attempt may come.
    body = new byte[0];
    sent = Optional.empty();
    calling = call;
    call.begin();
  }

  @Override
  public void unanswered(Refusal refusal, Outcome outcome, boolean taken, AnswerFacts facts) {
    refuse(refusal, outcome, taken, facts);
  }

  @Override
  public void ended(Ending ending) {
    settle(ending);
  }

  private void refuse(Refusal refusal) {
    refuse(refusal, Outcome.REFUSED, false, AnswerFacts.NOTHING);
  }

  /** An answer of Weir's own to a caller whose prompt is recorded. */
  private void refuse(Refusal refusal, Outcome outcome, boolean taken, AnswerFacts facts) {
    Answer answer = refusal.answer();
    Ending ending = new Ending(outcome, answer.status(), answer.code(), taken, facts);
    answer(answer, wentOut -> settle(ending));
  }

  /**
   * Turns away before the body is read. Jetty closes a connection on which a body is still to come;
   * a caller that is not told would lose its next request, the one that it was asked to try again.
   */
  private void turnAwayUnread(Refusal refusal) {
    if (!arrival.request().consumeAvailable()) {
      reply.headers().put(HttpHeader.CONNECTION, "close");
    }
    turnAway(refusal);
  }

  /** An answer to a request that has no prompt: there is an admission and nothing else. */
  private void turnAway(Refusal refusal) {
    Answer answer = refusal.answer();
    deadline.clear();
    gateway.recordTurnedAway(arrival, known, refusal);
    answer(answer, _ -> leave());
  }

  private void answer(Answer answer, Reply.Ended ended) {
    deadline.set(Wait.CALLER, gateway.self().limits().writeWithin(), System.nanoTime());
    Errors.headers(answer, reply.headers());
    reply.finish(
        answer.status(), Errors.JSON, Errors.body(answer, surface, arrival.requestId()), ended);
  }

  /** Settle: exactly once, however the exchange ended. */
  private void settle(Ending ending) {
    if (!settled.compareAndSet(false, true)) {
      return;
    }
    deadline.clear();
    Call call = calling;
    if (call != null) {
      call.over();
    }
    new Settlement(
            gateway,
            arrival,
            caller(),
            admitted,
            call == null ? Optional.empty() : call.last(),
            call == null ? 0 : call.attempts())
        .settle(ending, requestedModel, bodyLength, record);
    leave();
  }

  private void leave() {
    reader.release();
    gateway.live().leave(this);
  }

  private void callerGone() {
    Call call = calling;
    if (call != null) {
      call.callerGone();
    } else if (awaitsCredit) {
      leftWaiting = true;
    } else if (deadline.isFor(Wait.ACKNOWLEDGEMENT) && acknowledgement.giveUp()) {
      cancel();
    }
  }

  /** The caller is gone before its call. */
  private void cancel() {
    reply.abort();
    settle(Ending.left(0, false, AnswerFacts.NOTHING));
  }

  @Override
  public void sweep(long nowNanos) {
    ExchangeRecord opened = record;
    if (opened != null) {
      opened.flushAged(nowNanos);
    }
    Call call = calling;
    long waits = deadline.waitBesideTheCaller();
    callerWatch.sweep(waits == 0 && call != null ? call.waitBesideTheCaller() : waits);
    Wait wait = deadline.expire(nowNanos);
    if (wait != null) {
      timeOut(wait);
    }
    if (call != null) {
      call.sweep(nowNanos);
    }
  }

  private void timeOut(Wait wait) {
    switch (wait) {
      case NOTHING -> {}
      case BODY -> unread(new Refusal.RequestTooSlow(gateway.self().limits().bodyWithin()));
      case ACKNOWLEDGEMENT -> {
        if (acknowledgement.giveUp()) {
          afterAcknowledgement(false);
        }
      }
      case FIRST_BYTE, NEXT_BYTES -> {
        Call call = calling;
        if (call != null) {
          call.timedOut(wait == Wait.NEXT_BYTES);
        }
      }
      case CREDIT -> {
        Call call = calling;
        if (call != null) {
          call.fail(new Refusal.Defect());
        }
      }
      case CALLER -> {
        reply.abort();
        callerGone();
      }
    }
  }

  @Override
  public void cut() {
    Call call = calling;
    if (call != null) {
      call.fail(new Refusal.Draining());
    } else {
      reply.abort();
    }
  }

  /** What has not come to its call looks at the orders itself before it does. */
  @Override
  public void obey(Stops stops) {
    Call call = calling;
    if (call != null) {
      call.obey(stops);
    }
  }

  /** Runs a step; where it breaks, the exchange still has its one end. */
  private void contained(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOGGER.atError().setCause(e).addKeyValue("exchangeId", arrival.requestId()).log("it broke");
      endBroken();
    }
  }

  private void endBroken() {
    try {
      Call call = calling;
      if (call != null) {
        call.fail(new Refusal.Defect());
      } else if (record != null) {
        refuse(new Refusal.Defect());
      } else {
        turnAway(new Refusal.Defect());
      }
    } catch (RuntimeException e) {
      // Not even the error can be written: the caller must not wait for it.
      LOGGER.atError().setCause(e).addKeyValue("exchangeId", arrival.requestId()).log("it broke");
      reply.abort();
      if (record == null) {
        leave();
      } else {
        settle(new Ending(Outcome.CANCELLED, 0, "internal_error", false, AnswerFacts.NOTHING));
      }
    }
  }

  private ExchangeRecord requireRecord() {
    ExchangeRecord opened = record;
    if (opened == null) {
      throw new IllegalStateException("a call before its record");
    }
    return opened;
  }

  private Identity.Known caller() {
    Identity.Known caller = known;
    if (caller == null) {
      throw new IllegalStateException("a step before the caller was identified");
    }
    return caller;
  }
}
