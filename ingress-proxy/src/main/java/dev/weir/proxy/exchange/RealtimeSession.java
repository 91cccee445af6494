package dev.weir.proxy.exchange;

import dev.weir.dialects.realtime.RealtimeText;
import dev.weir.governance.policy.Provider;
import dev.weir.governance.policy.RecordingMode;
import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.routing.CallOutcome;
import dev.weir.governance.stop.Stop;
import dev.weir.governance.stop.Stops;
import dev.weir.proxy.exchange.Admittance.Leg;
import dev.weir.proxy.exchange.SocketExchange.Kind;
import dev.weir.proxy.socket.CloseCode;
import dev.weir.proxy.socket.MessageSocket;
import dev.weir.proxy.socket.OpenSessions;
import dev.weir.proxy.socket.Sockets;
import dev.weir.proxy.socket.TextMessage;
import dev.weir.schemas.event.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Realtime session: what the caller says goes to the provider, and what the provider says to the
 * caller, one message each way at a time. Each response is an exchange, whoever asked for it; what
 * else passes is recorded as remarks. All branching of a session is here.
 */
final class RealtimeSession implements OpenSessions.Session {

  private static final Logger LOGGER = LoggerFactory.getLogger(RealtimeSession.class);

  private static final Duration WELCOME_EVERY = Duration.ofMillis(500);

  private final Gateway gateway;
  private final Sockets sockets;
  private final Arrival arrival;
  private final String model;
  private final MessageSocket caller;
  private final CallerMessages said;
  private final ProviderMessages heard;
  private final HeardContext context = new HeardContext();
  private final Remarks remarks = new Remarks(() -> exchange(Kind.REMARK));
  private final SessionResponses responses = new SessionResponses();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean targetLeft = new AtomicBoolean();

  private volatile Identity.Known known;
  private volatile @Nullable SocketExchange opening;
  private volatile @Nullable MessageSocket provider;
  private volatile @Nullable Leg leg;
  private volatile boolean draining;

  /** This belongs to the sweeper. */
  private long welcomedAt = System.nanoTime();

  RealtimeSession(
      Gateway gateway,
      Sockets sockets,
      AdmitStage admit,
      Arrival arrival,
      Identity.Known known,
      String model) {
    this.gateway = gateway;
    this.sockets = sockets;
    this.arrival = arrival;
    this.known = known;
    this.model = model;
    this.caller = sockets.caller(new CallerSide());
    this.said = new CallerMessages(this, gateway, admit, responses, context);
    this.heard = new ProviderMessages(this, admit, responses, context, remarks);
  }

  /** The caller's side, before it is open. */
  MessageSocket caller() {
    return caller;
  }

  /** A socket for an attempt to reach a provider. */
  MessageSocket attempt() {
    return sockets.provider(new ProviderSide());
  }

  /** The provider has opened its side; the caller's is next, and ends the opening. */
  void connected(Leg reached, MessageSocket socket, SocketExchange asked) {
    leg = reached;
    provider = socket;
    opening = asked;
    if (ended.get()) {
      // Nobody looks for them again.
      asked.brokenOff(Outcome.CANCELLED, "client_closed");
      socket.close(CloseCode.NORMAL, "");
      leaveTarget();
    }
  }

  /** Gives the place back that the session has at its model. */
  private void leaveTarget() {
    Leg reached = leg;
    if (reached != null && targetLeft.compareAndSet(false, true)) {
      reached.target().end(CallOutcome.Answered.IT, gateway.self().clock().instant());
    }
  }

  /** The caller's side does not open. */
  void abandoned() {
    end(Outcome.CANCELLED, "client_closed");
    sockets.open().leave(this);
  }

  private final class CallerSide implements MessageSocket.Receiver {

    @Override
    public void opened() {
      SocketExchange asked = opening;
      if (asked != null) {
        asked.completed(101);
      }
      caller.next();
      nextOfProvider();
    }

    @Override
    public void text(TextMessage message) {
      contained(() -> said.take(message));
    }

    @Override
    public void closed(int code) {
      end(Outcome.CANCELLED, "client_closed");
      leaveWhenOver();
    }
  }

  private final class ProviderSide implements MessageSocket.Receiver {

    @Override
    public void opened() {}

    @Override
    public void text(TextMessage message) {
      heard.arrived();
      contained(() -> heard.take(message));
    }

    @Override
    public void closed(int code) {
      // Where the session has ended, this answers its own close frame: the caller is told why by
      // it.
      if (ended.get()) {
        leaveWhenOver();
        return;
      }
      if (code == CloseCode.NORMAL.number() && responses.areNone()) {
        leave(CloseCode.NORMAL, "The provider has ended the session.", "");
      } else if (provider != null) {
        fail(new Refusal.UpstreamInvalid(providerId()), Outcome.UPSTREAM_FAILED);
      }
      leaveWhenOver();
    }
  }

  /** Tells the caller what is not done, and listens on. */
  void refuse(Refusal refusal, String causeId) {
    tell(refusal, causeId, caller::next);
  }

  private void tell(Refusal refusal, String causeId, Runnable then) {
    String eventId = "event_" + gateway.self().ids().next();
    byte[] error = RealtimeText.error(Errors.error(refusal.answer()), eventId, causeId);
    caller.send(ByteBuffer.wrap(error), _ -> then.run());
  }

  /** Tells the caller of something, whose messages are listened to all the while. */
  void warn(Refusal refusal) {
    tell(refusal, "", () -> {});
  }

  /** Sends a message of the provider's to the caller, and asks for the next one when it may. */
  void pass(TextMessage message, Consumer<Runnable> when) {
    caller.send(
        message.view(),
        _ -> {
          message.release();
          contained(() -> when.accept(this::nextOfProvider));
        });
    leaveIfDrained();
  }

  /** Sends the provider something of Weir's own. */
  void tellProvider(ByteBuffer text) {
    MessageSocket other = provider;
    if (other != null) {
      other.send(text, _ -> {});
    }
  }

  String team() {
    return known.team().id().value();
  }

  /** Sends to the provider, and asks the caller for more when that is out. */
  void forward(ByteBuffer text, TextMessage message) {
    MessageSocket other = provider;
    if (other == null) {
      message.release();
      return;
    }
    other.send(
        text,
        _ -> {
          message.release();
          caller.next();
        });
  }

  private void nextOfProvider() {
    MessageSocket other = provider;
    if (other != null) {
      heard.await();
      other.next();
    }
  }

  SocketExchange exchange(Kind kind) {
    return new SocketExchange(
        gateway,
        kind,
        Arrival.of(arrival.request(), gateway.self()),
        known,
        model,
        Optional.ofNullable(leg));
  }

  boolean isStrict() {
    return known.team().recording() == RecordingMode.STRICT;
  }

  String providerId() {
    Leg reached = leg;
    return reached == null ? "" : reached.route().providerId();
  }

  /**
   * The caller is asked for again: keys are revoked, and policies change, while a session lasts.
   */
  boolean isWelcome() {
    Optional<Identity.Known> now = SocketDoor.known(gateway, arrival.request());
    now.ifPresent(it -> known = it);
    return now.isPresent();
  }

  void leaveUnwelcome() {
    leave(CloseCode.POLICY, "The key is not valid any more.", "invalid_api_key");
  }

  private void leaveIfDrained() {
    if (draining && responses.areNone()) {
      cut();
    }
  }

  private void leave(CloseCode close, String reason, String code) {
    end(Outcome.CUT, code);
    caller.close(close, reason);
  }

  /** Ends the session for a reason that the caller is told. */
  void fail(Refusal refusal, Outcome outcome) {
    if (ended.get()) {
      return;
    }
    warn(refusal);
    String code = refusal.answer().code();
    // Before the close, which may be answered at once and would count as the caller's leaving.
    end(outcome, code);
    int status = refusal.answer().status();
    caller.close(
        status == 429 || status == 403 ? CloseCode.POLICY : CloseCode.UPSTREAM_FAILED, code);
  }

  /** Once: settles what is under way, and leaves the provider. */
  private void end(Outcome outcome, String code) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    said.giveUp(outcome, code);
    responses.takeAll().forEach(it -> it.brokenOff(outcome, code));
    SocketExchange asked = opening;
    if (asked != null) {
      asked.brokenOff(outcome, code);
    }
    remarks.close();
    MessageSocket other = provider;
    if (other != null) {
      other.close(CloseCode.NORMAL, "");
    }
    leaveTarget();
  }

  /** While a side has not answered its close frame, the session is swept and counts. */
  private void leaveWhenOver() {
    MessageSocket other = provider;
    if (caller.isEnded() && (other == null || other.isEnded())) {
      sockets.open().leave(this);
    }
  }

  /** Whether it has ended. */
  boolean isOver() {
    return ended.get();
  }

  /** For who has put something under way: the session may have ended meanwhile. */
  void settleWhatCameTooLate() {
    if (ended.get()) {
      said.giveUp(Outcome.CANCELLED, "client_closed");
      responses.takeAll().forEach(it -> it.brokenOff(Outcome.CANCELLED, "client_closed"));
    }
  }

  void contained(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOGGER.atError().setCause(e).addKeyValue("exchangeId", arrival.requestId()).log("it broke");
      fail(new Refusal.Defect(), Outcome.CUT);
    }
  }

  @Override
  public void sweep(long nowNanos) {
    caller.sweep(nowNanos);
    MessageSocket other = provider;
    if (other != null) {
      other.sweep(nowNanos);
    }
    if (ended.get()) {
      return;
    }
    remarks.sweep(nowNanos);
    Duration lifetime = sockets.limits().lifetime();
    if (nowNanos - arrival.atNanos() > lifetime.toNanos()) {
      leave(
          CloseCode.GOING_AWAY,
          "A session lasts " + lifetime.toMinutes() + " minutes; connect again.",
          "session_over");
    } else if (leg != null && heard.areLate(timeouts(), nowNanos)) {
      fail(new Refusal.UpstreamTimeout(providerId(), timeouts().idle()), Outcome.UPSTREAM_FAILED);
    } else if (said.areLate(gateway.self().limits().acknowledgeWithin(), nowNanos)) {
      fail(new Refusal.CannotRecord(), Outcome.CUT);
    } else if (nowNanos - welcomedAt > WELCOME_EVERY.toNanos()) {
      welcomedAt = nowNanos;
      if (!isWelcome()) {
        leaveUnwelcome();
      }
    }
  }

  private Provider.Timeouts timeouts() {
    Leg reached = leg;
    if (reached == null) {
      throw new IllegalStateException("a session without a provider");
    }
    return reached.route().timeouts();
  }

  @Override
  public void obey(Stops stops) {
    Instant now = gateway.self().clock().instant();
    Leg reached = leg;
    Optional<Stop> stop =
        stops
            .of(known.caller(), now)
            .or(() -> stops.of(model, now))
            .or(() -> reached == null ? Optional.empty() : stops.of(reached.route().model(), now));
    stop.ifPresent(it -> fail(new Refusal.Stopped(it), Outcome.CUT));
  }

  @Override
  public void drain() {
    draining = true;
    leaveIfDrained();
  }

  @Override
  public void cut() {
    leave(
        CloseCode.GOING_AWAY,
        "This gateway is stopping; another one will answer.",
        new Refusal.Draining().answer().code());
  }
}
