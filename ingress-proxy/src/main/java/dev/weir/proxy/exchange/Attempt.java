package dev.weir.proxy.exchange;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.dialects.usage.TokenCounts;
import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.routing.CallOutcome;
import dev.weir.proxy.credential.Authorization;
import dev.weir.proxy.exchange.Admittance.Leg;
import dev.weir.proxy.guard.HeldRoom;
import dev.weir.proxy.surface.AnswerFlow;
import dev.weir.proxy.surface.Outgoing;
import dev.weir.proxy.upstream.UpstreamClient;
import dev.weir.proxy.upstream.UpstreamEvents;
import dev.weir.proxy.upstream.UpstreamRequest;
import dev.weir.proxy.upstream.UpstreamTarget;
import dev.weir.schemas.event.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a {@link Call}: what it measures it tells its target, once, and what becomes of it
 * its call.
 */
final class Attempt implements RelayOwner, Attempted {

  /** As much is not counted: nearly no answer holds more, and all of them share one account. */
  private static final int HELD_STEP_BYTES = 16 * 1024;

  private final Call call;
  private final int number;
  private final Leg leg;
  private final KeyTurn keyTurn;
  private final Authorization authorization;
  private final List<String> dropped;
  private final boolean stream;
  private final boolean hedge;
  private final Deadline deadline;
  private final InstantSource clock;
  private final long sentNanos;
  private final HeldRoom.Part held;
  private @Nullable Relay relay;
  private boolean told;
  private volatile boolean anotherKeyHelps;
  private volatile long firstByteNanos;
  private volatile @Nullable Duration askedToWait;

  /**
   * @param keyTurn of the leg; what the provider says of the key is told to it
   * @param authorization puts the key on the request
   * @param stream whether what it measures are the times of a stream
   * @param hedge whether it is made beside another one
   */
  Attempt(
      Call call,
      int number,
      Leg leg,
      KeyTurn keyTurn,
      Authorization authorization,
      List<String> dropped,
      boolean stream,
      boolean hedge,
      Deadline deadline,
      InstantSource clock) {
    this.call = call;
    this.number = number;
    this.leg = leg;
    this.keyTurn = keyTurn;
    this.authorization = authorization;
    this.dropped = dropped;
    this.stream = stream;
    this.hedge = hedge;
    this.deadline = deadline;
    this.clock = clock;
    this.sentNanos = System.nanoTime();
    this.held = call.room();
  }

  /** Before anybody hears of this attempt. */
  void by(Relay answer) {
    relay = answer;
  }

  Relay relay() {
    Relay answer = relay;
    if (answer == null) {
      throw new IllegalStateException("an attempt without its relay");
    }
    return answer;
  }

  /** Sends the caller's request; on the thread of its connection. */
  void send(UpstreamClient upstream, Arrival arrival, Outgoing.Sends sends, Reply reply) {
    HttpFields asked = arrival.request().getHeaders();
    HttpFields.Mutable headers =
        sends.translated() ? Headers.upstreamOfAnother(asked, stream) : Headers.upstream(asked);
    UpstreamTarget target = route().target(sends.path());
    authorization.on(headers, target, sends.body());
    Duration connect = route().timeouts().connect();
    Relay answer = relay();
    UpstreamEvents events =
        new ErrorHold(answer, status -> keyTurn.wantsToRead(status, route()), keyTurn::answered);
    answer.awaitFirstByte();
    answer.sent(
        upstream.send(
            new UpstreamRequest(
                sends.method(), target, headers, sends.body(), connect, reply.endPoint()),
            events));
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public Leg leg() {
    return leg;
  }

  Route route() {
    return leg.route();
  }

  @Override
  public List<String> dropped() {
    return dropped;
  }

  /** Its own, but for the first attempt, which has the exchange's. */
  Deadline deadline() {
    return deadline;
  }

  /** Whether it was made beside another one. */
  boolean isHedge() {
    return hedge;
  }

  long sentNanos() {
    return sentNanos;
  }

  @Override
  public long firstByteNanos() {
    return firstByteNanos;
  }

  @Override
  public String requestId() {
    return call.requestId();
  }

  @Override
  public boolean mayTryAgainAfter(int status) {
    return keyTurn.hasAnotherAfter(status, route())
        || (Verdicts.isProviders(status) && call.mayGoOn(this));
  }

  /** Whether what failed may succeed with another key of the same provider. */
  boolean mayUseAnotherKey() {
    return anotherKeyHelps;
  }

  @Override
  public void answered(int status, HttpFields headers) {
    if (status == 429 || status == 503 || status == 529) {
      askedToWait = RetryAfter.of(headers, clock.instant()).orElse(null);
    }
  }

  @Override
  public boolean mayBegin() {
    return call.claim(this);
  }

  @Override
  public void offload(Runnable task) {
    call.offload(task);
  }

  @Override
  public boolean mayHold(long bytes) {
    return held.hold(bytes - bytes % HELD_STEP_BYTES);
  }

  @Override
  public void beforeFirstByte(HttpFields.Mutable headers) {
    long now = System.nanoTime();
    firstByteNanos = now;
    call.beforeFirstByte(this, headers);
  }

  @Override
  public boolean mayPass(ByteBuffer bytes, AnswerFlow flow) {
    return call.mayPass(this, bytes, flow.facts().textCharacters());
  }

  @Override
  public void readOn(AnswerFlow flow, Runnable go, Runnable pause, Consumer<Refusal> cut) {
    Meter meter = call.meter();
    if (meter == null || !flow.isStream()) {
      go.run();
    } else {
      meter.readOn(flow.facts().textCharacters(), go, pause, cut);
    }
  }

  @Override
  public Optional<AnswerContext> mayBeCut() {
    return call.meter() == null
        ? Optional.empty()
        : Optional.of(
            new AnswerContext(
                call.requestId(), route().model().name(), false, clock.instant().getEpochSecond()));
  }

  @Override
  public void failed(Refusal refusal, boolean taken, AnswerFacts facts) {
    held.end();
    // What is said of one key says nothing of a model that can be asked with another.
    anotherKeyHelps = keyTurn.mayHelp(refusal, route());
    tell(
        anotherKeyHelps
            ? CallOutcome.Unknown.IT
            : Verdicts.ofFailure(refusal, Optional.ofNullable(askedToWait)));
    call.failed(this, refusal, taken, facts);
  }

  @Override
  public void ended(Ending ending) {
    held.end();
    tell(outcome(ending));
    call.ended(this, ending);
  }

  @Override
  public void lost(boolean taken, AnswerFacts facts) {
    held.end();
    tell(CallOutcome.Unknown.IT);
    call.lost(this, new Ending(Outcome.CANCELLED, 0, "hedged", taken, facts));
  }

  private CallOutcome outcome(Ending ending) {
    boolean answered =
        ending.outcome() == Outcome.COMPLETED
            || (ending.outcome() == Outcome.CANCELLED && firstByteNanos != 0);
    if (!answered) {
      return Verdicts.ofEnding(ending, Optional.ofNullable(askedToWait));
    }
    return stream && firstByteNanos != 0 ? measured(ending) : CallOutcome.Answered.IT;
  }

  private CallOutcome measured(Ending ending) {
    double millis = (firstByteNanos - sentNanos) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    long nanos = System.nanoTime() - firstByteNanos;
    long tokens =
        ending.outcome() == Outcome.COMPLETED
            ? ending.facts().counts().map(Attempt::answered).orElse(0L)
            : 0;
    // The first token is there when the time begins to run.
    double speed =
        tokens > 1 && nanos > 0 ? (tokens - 1) * (double) TimeUnit.SECONDS.toNanos(1) / nanos : 0;
    return new CallOutcome.Measured(millis, speed);
  }

  private static long answered(TokenCounts counts) {
    return counts.output() + counts.reasoning();
  }

  /** Gives its place back; only the first word counts. */
  void tell(CallOutcome outcome) {
    if (!leg.target().isWatched()) {
      return;
    }
    synchronized (this) {
      if (told) {
        return;
      }
      told = true;
    }
    leg.target().end(outcome, clock.instant());
  }
}
