package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.governance.refusal.Answer;
import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.stop.Stops;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.exchange.Deadline.Wait;
import dev.weir.proxy.record.ExchangeRecord;
import dev.weir.proxy.surface.Surface;
import dev.weir.schemas.event.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange from its head to its end. The branching of its path is here and, from the body to
 * the call, in {@link PromptStages}; the collaborators answer questions. Order of defence: no
 * caller, no reading; no record, no exchange; no credit, no scan; no clean prompt, no call. Every
 * beginning has one end: {@link #settle}.
 */
final class Exchange
    implements LiveExchanges.Live, BodyReader.Receiver, Call.Owner, PromptStages.Owner {

  private static final Logger LOGGER = LoggerFactory.getLogger(Exchange.class);

  private final Gateway gateway;
  private final Arrival arrival;
  private final Reply reply;
  private final Surface surface;
  private final BodyReader reader;
  private final Deadline deadline = new Deadline();
  private final CallerWatch callerWatch;
  private final AtomicBoolean bodyOver = new AtomicBoolean();
  private final PromptStages stages;
  private final AtomicBoolean settled = new AtomicBoolean();

  private Identity.@Nullable Known known;
  private volatile @Nullable Call calling;

  Exchange(Gateway gateway, Arrival arrival, Reply reply, Surface surface, AdmitStage admit) {
    this.gateway = gateway;
    this.arrival = arrival;
    this.reply = reply;
    this.surface = surface;
    this.stages = new PromptStages(gateway, arrival, reply, surface, admit, deadline, this);
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
    contained(() -> stages.take(caller(), bytes, length));
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

  /** Route is decided; Relay begins. */
  @Override
  public void call(Admitted go, Body body) {
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
            body,
            this);
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

  @Override
  public void refuse(Refusal refusal) {
    refuse(refusal, Outcome.REFUSED, false, AnswerFacts.NOTHING);
  }

  /** An answer of Weir's own to a caller whose prompt is recorded. */
  private void refuse(Refusal refusal, Outcome outcome, boolean taken, AnswerFacts facts) {
    Answer answer = refusal.answer();
    Ending ending = new Ending(outcome, answer.status(), answer.code(), taken, facts);
    if (refusal instanceof Refusal.LimitSpent(var spent, long _, var now)) {
      AnswerHeaders.limit(surface.dialect(), Optional.of(spent), now, reply.headers());
    }
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
  @Override
  public void turnAway(Refusal refusal) {
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
            stages.admitted(),
            call == null ? Optional.empty() : call.last(),
            call == null ? 0 : call.attempts())
        .settle(ending, stages.requestedModel(), stages.bodyLength(), stages.record());
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
    } else {
      stages.callerGone();
    }
  }

  /** The caller is gone before its call. */
  @Override
  public void cancel() {
    reply.abort();
    settle(Ending.left(0, false, AnswerFacts.NOTHING));
  }

  @Override
  public void sweep(long nowNanos) {
    ExchangeRecord opened = stages.record();
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
      case ACKNOWLEDGEMENT -> stages.acknowledgedTooLate();
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
  @Override
  public void contained(Runnable step) {
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
      } else if (stages.record() != null) {
        refuse(new Refusal.Defect());
      } else {
        turnAway(new Refusal.Defect());
      }
    } catch (RuntimeException e) {
      // Not even the error can be written: the caller must not wait for it.
      LOGGER.atError().setCause(e).addKeyValue("exchangeId", arrival.requestId()).log("it broke");
      reply.abort();
      if (stages.record() == null) {
        leave();
      } else {
        settle(new Ending(Outcome.CANCELLED, 0, "internal_error", false, AnswerFacts.NOTHING));
      }
    }
  }

  private ExchangeRecord requireRecord() {
    ExchangeRecord opened = stages.record();
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
