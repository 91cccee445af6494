package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.exchange.Deadline.Wait;
import dev.weir.proxy.surface.AnswerFlow;
import dev.weir.proxy.surface.Outgoing;
import dev.weir.proxy.surface.Surface;
import dev.weir.proxy.upstream.UpstreamCall;
import dev.weir.proxy.upstream.UpstreamEvents;
import dev.weir.proxy.upstream.UpstreamFailure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answer's way from the provider to the caller. */
final class Relay implements UpstreamEvents {

  private static final Logger LOGGER = LoggerFactory.getLogger(Relay.class);

  /** To look at more takes milliseconds and more, in which the connections' thread is needed. */
  private static final int HELD_BYTES_MAX = 16 * 1024;

  private final Reply reply;
  private final RelayOwner owner;
  private final Route route;
  private final Deadline deadline;
  private final ExchangeLimits limits;
  private final Surface surface;
  private final Outgoing.Sends sends;
  private final ProviderPatience patience;
  private final AtomicBoolean over = new AtomicBoolean();
  private long sincePassed;
  private volatile @Nullable UpstreamCall call;
  private volatile @Nullable AnswerFlow flow;
  private HttpFields upstreamHeaders = HttpFields.EMPTY;
  private volatile int status;
  private volatile boolean begun;
  private volatile boolean handedOver;

  /** {@code firstToken}: how long the first byte may take, where another model could be asked. */
  Relay(
      Reply reply,
      RelayOwner owner,
      Route route,
      Surface surface,
      Outgoing.Sends sends,
      Deadline deadline,
      ExchangeLimits limits,
      Optional<Duration> firstToken) {
    this.reply = reply;
    this.owner = owner;
    this.route = route;
    this.deadline = deadline;
    this.limits = limits;
    this.surface = surface;
    this.sends = sends;
    this.patience = new ProviderPatience(deadline, route.timeouts(), firstToken);
  }

  /** The request is about to go out. */
  void awaitFirstByte() {
    patience.awaitFirstByte();
  }

  /** The call was sent; its events may have come before. */
  void sent(UpstreamCall sent) {
    call = sent;
    if (over.get()) {
      sent.cancel();
    }
  }

  @Override
  public void handedOver() {
    handedOver = true;
  }

  @Override
  public void answered(int answerStatus, HttpFields headers) {
    contained(() -> begin(answerStatus, headers));
  }

  private void begin(int answerStatus, HttpFields headers) {
    if (over.get()) {
      return;
    }
    patience.awaitMore(begun);
    status = answerStatus;
    owner.answered(answerStatus, headers);
    upstreamHeaders = headers.asImmutable();
    if (answerStatus != 401 && answerStatus != 403 && owner.mayTryAgainAfter(answerStatus)) {
      fail(
          new Refusal.UpstreamFailed(
              route.providerId(), answerStatus, "The provider answered with an error."));
    } else if (answerStatus == 401 || answerStatus == 403) {
      fail(new Refusal.UpstreamCredential(route.providerId()));
    } else if (answerStatus >= 400) {
      flow = sends.answer().error(answerStatus);
    } else {
      switch (answerStatus == 200 ? AnswerKind.of(headers) : AnswerKind.NO_ANSWER) {
        case DOCUMENT -> flow = sends.answer().document();
        case STREAM -> flow = sends.answer().stream();
        case NO_ANSWER -> {
          flow = sends.answer().other(answerStatus).orElse(null);
          if (flow == null) {
            fail(new Refusal.UpstreamInvalid(route.providerId()));
          }
        }
      }
      AnswerFlow current = flow;
      if (current != null && current.isStream()) {
        owner.mayBeCut().ifPresent(current::expectCut);
      }
    }
  }

  @Override
  public void content(ByteBuffer bytes, Runnable done) {
    contained(() -> take(bytes, done));
  }

  private void take(ByteBuffer bytes, Runnable done) {
    AnswerFlow current = flow;
    if (over.get() || current == null) {
      done.run();
      return;
    }
    patience.awaitMore(begun);
    int more = bytes.remaining();
    ByteBuffer pass = current.accept(AnswerFlow.onHeap(bytes));
    sincePassed = pass.hasRemaining() ? 0 : sincePassed + more;
    boolean isForAnother =
        !begun && Broken.firstWord(current).filter(owner::mayTryAgainAfter).isPresent();
    if (current.isBroken() || isForAnother) {
      breakOff(pass, current, done);
    } else if (!owner.mayHold(sincePassed + current.gatheredCharacters())) {
      done.run();
      fail(new Refusal.Busy(Duration.ofSeconds(1)));
    } else if (pass.hasRemaining()) {
      pass(pass, current, () -> readOn(current, done));
    } else {
      readOn(current, done);
    }
  }

  private void readOn(AnswerFlow current, Runnable done) {
    Runnable go =
        () -> {
          if (patience.isForCredit()) {
            patience.awaitMore(begun);
          }
          done.run();
        };
    owner.readOn(current, go, this::pause, this::fail);
  }

  private void pause() {
    patience.awaitCredit();
    awaitCallerIfOver();
  }

  /** It was ended meanwhile, and its last part is what is waited for. */
  private void awaitCallerIfOver() {
    if (over.get()) {
      deadline.set(Wait.CALLER, limits.writeWithin(), System.nanoTime());
    }
  }

  private void pass(ByteBuffer bytes, AnswerFlow current, Runnable done) {
    if (!begun && !owner.mayBegin()) {
      lose();
      return;
    }
    if (!owner.mayPass(bytes, current)) {
      fail(new Refusal.CannotRecord());
      return;
    }
    begin();
    deadline.set(Wait.CALLER, limits.writeWithin(), System.nanoTime());
    reply.write(
        current.restored(bytes),
        () -> {
          patience.awaitMore(begun);
          awaitCallerIfOver();
          done.run();
        },
        this::hungUp);
  }

  /** Whole events before the broken one still pass. */
  private void breakOff(ByteBuffer pass, AnswerFlow current, Runnable done) {
    Refusal refusal = Broken.refusal(route.providerId(), current);
    if (pass.hasRemaining() && (begun || current.facts().textCharacters() > 0)) {
      pass(
          pass,
          current,
          () -> {
            done.run();
            fail(refusal);
          });
    } else {
      done.run();
      fail(refusal);
    }
  }

  @Override
  public void completed() {
    contained(() -> {
      AnswerFlow current = flow;
      if (current != null && current.heldBytes() > HELD_BYTES_MAX) {
        patience.awaitMore(begun);
        owner.offload(() -> contained(this::complete));
      } else {
        complete();
      }
    });
  }

  private void complete() {
    AnswerFlow current = flow;
    if (over.get() || current == null) {
      return;
    }
    ByteBuffer passed = current.finish();
    if (current.isBroken() || !current.isWhole()) {
      fail(Broken.refusal(route.providerId(), current));
      return;
    }
    if (!begun && !owner.mayBegin()) {
      lose();
      return;
    }
    // Before it is over: where this breaks, the exchange has to have its end all the same.
    ByteBuffer rest = current.restoredLast(passed);
    if (!over.compareAndSet(false, true)) {
      return;
    }
    deadline.set(Wait.CALLER, limits.writeWithin(), System.nanoTime());
    if (passed.hasRemaining() && !owner.mayPass(passed, current)) {
      end(new Refusal.CannotRecord());
      return;
    }
    if (!begun && !current.isStream() && status != 204) {
      reply.headers().put(HttpHeader.CONTENT_LENGTH, rest.remaining());
    }
    begin();
    reply.finish(rest, wentOut -> owner.ended(whole(current, wentOut)));
  }

  /** The end of an answer that passed to its end. */
  private Ending whole(AnswerFlow current, boolean wentOut) {
    return wentOut
        ? Ending.whole(status, current.tellsFailure(), taken(), current.facts())
        : Ending.left(status, taken(), current.facts());
  }

  @Override
  public void failed(UpstreamFailure failure) {
    if (failure.isUnserved()) {
      handedOver = false;
    }
    fail(
        switch (failure) {
          case UNREACHABLE -> new Refusal.UpstreamUnreachable(route.providerId());
          case BUSY -> new Refusal.Busy(Duration.ofSeconds(1));
          case UNSENT, CLOSED_EARLY, NOT_HTTP -> new Refusal.UpstreamInvalid(route.providerId());
          case TIMED_OUT ->
              new Refusal.UpstreamTimeout(route.providerId(), route.timeouts().connect());
        });
  }

  /** The provider did not answer, or not go on, in time. */
  void timedOut(boolean idle) {
    Duration limit = patience.exceeded(idle, begun);
    fail(new Refusal.UpstreamTimeout(route.providerId(), limit));
  }

  /** Another answer goes to the caller: this one ends, and nothing of it is seen. */
  void lose() {
    if (over.compareAndSet(false, true)) {
      cancelCall();
      AnswerFlow current = flow;
      owner.lost(taken(), current == null ? AnswerFacts.NOTHING : current.facts());
    }
  }

  /** Ends the relay for a reason of the provider's or of Weir's. */
  void fail(Refusal refusal) {
    if (over.compareAndSet(false, true)) {
      cancelCall();
      end(refusal);
    }
  }

  private void end(Refusal refusal) {
    AnswerFlow current = flow;
    AnswerFacts facts = current == null ? AnswerFacts.NOTHING : current.facts();
    if (!begun) {
      owner.failed(refusal, taken(), facts);
      return;
    }
    Ending ending = Ending.broken(refusal, status, taken(), facts);
    if (current != null && current.isStream()) {
      deadline.set(Wait.CALLER, limits.writeWithin(), System.nanoTime());
      ByteBuffer last = Broken.lastWords(refusal, current, surface, owner.requestId());
      reply.finish(last, _ -> owner.ended(ending));
    } else {
      reply.abort();
      owner.ended(ending);
    }
  }

  /**
   * The caller is gone, or does not take what it is sent. Who leaves with the whole answer, without
   * waiting for the end of its framing, leaves nothing undone.
   */
  void hungUp() {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    cancelCall();
    AnswerFlow current = flow;
    AnswerFacts facts = current == null ? AnswerFacts.NOTHING : current.facts();
    boolean hasAll = hasAll(current);
    reply.abort();
    int seen = begun ? status : 0;
    owner.ended(
        hasAll ? Ending.whole(seen, false, taken(), facts) : Ending.left(seen, taken(), facts));
  }

  /** Whether the last event was written; while a write is under way, the caller is waited for. */
  private boolean hasAll(@Nullable AnswerFlow current) {
    return current != null && current.isDone() && deadline.waitBesideTheCaller() != 0;
  }

  /**
   * Whether the provider may have spent tokens: the request went to it, or it began to answer, and
   * it did not say that it failed.
   */
  private boolean taken() {
    return status == 0 ? handedOver : status < 400;
  }

  /** A defect of Weir's ends the exchange and not the provider's connection thread. */
  private void contained(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOGGER.atError().setCause(e).addKeyValue("provider", route.providerId()).log("it broke");
      fail(new Refusal.Defect());
    }
  }

  private void cancelCall() {
    UpstreamCall sent = call;
    if (sent != null) {
      sent.cancel();
    }
  }

  private void begin() {
    if (begun) {
      return;
    }
    begun = true;
    reply.status(status);
    HttpFields.Mutable headers = reply.headers();
    AnswerFlow current = flow;
    if (sends.translated()) {
      Headers.downstreamOfAnother(upstreamHeaders, headers);
    } else {
      Headers.downstream(upstreamHeaders, headers);
    }
    if (current != null) {
      current.contentType().ifPresent(type -> headers.put(HttpHeader.CONTENT_TYPE, type));
      AnswerHeaders.estimated(current.isEstimated(), headers);
      AnswerHeaders.guards(current.begins(), headers);
    }
    AnswerHeaders.dropped(
        sends.dropped(), current == null ? List.of() : current.facts().dropped(), headers);
    owner.beforeFirstByte(headers);
    if (current != null && current.isStream()) {
      // A proxy in front would otherwise gather the events.
      headers.put("x-accel-buffering", "no");
    }
  }
}
