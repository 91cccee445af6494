package dev.weir.proxy.exchange;

import dev.weir.dialects.realtime.RealtimeDone;
import dev.weir.dialects.realtime.RealtimeEvent;
import dev.weir.dialects.realtime.RealtimeReader;
import dev.weir.dialects.realtime.RealtimeText;
import dev.weir.governance.policy.Provider;
import dev.weir.governance.policy.RecordingMode;
import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.routing.CallOutcome;
import dev.weir.governance.stop.Stop;
import dev.weir.governance.stop.Stops;
import dev.weir.proxy.exchange.Admittance.Leg;
import dev.weir.proxy.exchange.SocketExchange.Kind;
import dev.weir.proxy.record.EventLog;
import dev.weir.proxy.socket.CloseCode;
import dev.weir.proxy.socket.MessageSocket;
import dev.weir.proxy.socket.OpenSessions;
import dev.weir.proxy.socket.Sockets;
import dev.weir.proxy.socket.TextMessage;
import dev.weir.schemas.event.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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

  private static final String DONE = "response.done";
  private static final String ERROR = "error";

  private static final Duration WELCOME_EVERY = Duration.ofMillis(500);

  private final Gateway gateway;
  private final Sockets sockets;
  private final AdmitStage admit;
  private final Arrival arrival;
  private final String model;
  private final MessageSocket caller;
  private final CallerMessages said;
  private final Remarks remarks = new Remarks(() -> exchange(Kind.REMARK));
  private final SessionResponses responses = new SessionResponses();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean targetLeft = new AtomicBoolean();

  /** An estimate of what the model will read for its next answer. */
  private final AtomicLong contextTokens = new AtomicLong();

  private final AtomicLong heardCharacters = new AtomicLong();

  private volatile Identity.Known known;
  private volatile @Nullable SocketExchange opening;
  private volatile @Nullable MessageSocket provider;
  private volatile @Nullable Leg leg;
  private volatile boolean draining;

  /** When the provider was last asked for a message that has not come; 0 while it waits itself. */
  private volatile long awaitingProviderSince;

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
    this.admit = admit;
    this.arrival = arrival;
    this.known = known;
    this.model = model;
    this.caller = sockets.caller(new CallerSide());
    this.said = new CallerMessages(this, gateway, admit, responses);
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
      awaitingProviderSince = 0;
      contained(() -> heard(message));
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

  /** What the provider says. */
  private void heard(TextMessage message) {
    Optional<RealtimeEvent> read = RealtimeReader.read(message.bytes(), message.length());
    if (read.isEmpty()) {
      message.release();
      fail(new Refusal.UpstreamInvalid(providerId()), Outcome.UPSTREAM_FAILED);
      return;
    }
    RealtimeEvent event = read.get();
    Optional<SocketExchange> response = response(event);
    if (ended.get() || !isRecorded(event, response, message)) {
      message.release();
      fail(new Refusal.CannotRecord(), Outcome.CUT);
      return;
    }
    // Before it is sent: a caller that has seen the end of a response may ask for the next one.
    if (event.is(DONE) && response.isPresent()) {
      finish(response.get(), event, message);
    } else if (event.is(ERROR) && !event.causeId().isEmpty()) {
      responses.takeAsked(event.causeId()).ifPresent(SocketExchange::rejected);
    }
    caller.send(
        message.view(),
        _ -> {
          message.release();
          nextOfProvider();
        });
    leaveIfDrained();
  }

  private void finish(SocketExchange response, RealtimeEvent event, TextMessage message) {
    RealtimeDone done = RealtimeDone.of(message.bytes(), message.length());
    done.counts().ifPresent(counts -> contextTokens.set(counts.total()));
    var _ = responses.finish(event.responseId());
    response.done(done);
  }

  /** The exchange that an event belongs to; one begins where the provider answers unasked. */
  private Optional<SocketExchange> response(RealtimeEvent event) {
    String id = event.responseId();
    if (id.isEmpty() || responses.isFinished(id)) {
      return Optional.empty();
    }
    return responses.named(id).or(() -> begunByProvider(id));
  }

  /** It heard the caller pause. What a spent budget cannot prevent any more, it ends. */
  private Optional<SocketExchange> begunByProvider(String id) {
    SocketExchange exchange = exchange(Kind.RESPONSE);
    exchange.called();
    byte[] heard = RealtimeText.heard(heardCharacters.getAndSet(0));
    Optional<Refusal> refusal =
        exchange.begin(admit, heard, contextTokens.get(), EventLog.Told.NOBODY);
    if (refusal.isEmpty()) {
      responses.name(id, exchange);
      settleWhatCameTooLate();
      return Optional.of(exchange);
    }
    MessageSocket other = provider;
    if (other != null) {
      other.send(ByteBuffer.wrap(RealtimeText.cancel(id)), _ -> {});
    }
    fail(refusal.get(), Outcome.CUT);
    return Optional.empty();
  }

  private boolean isRecorded(
      RealtimeEvent event, Optional<SocketExchange> response, TextMessage message) {
    byte[] line = event.withoutAudio(message.bytes(), message.length());
    byte[] recorded = Arrays.copyOf(line, line.length + 1);
    recorded[line.length] = '\n';
    Optional<SocketExchange> exchange = response.or(responses::newest);
    return exchange.isPresent()
        ? exchange.get().mayPass(event, recorded)
        : remarks.add(admit, event, recorded);
  }

  /** What the model will read for its next answer, by estimate. */
  long contextTokens() {
    return contextTokens.get();
  }

  void addToContext(long tokens) {
    long _ = contextTokens.addAndGet(tokens);
  }

  void hears(long audioCharacters) {
    long _ = heardCharacters.addAndGet(audioCharacters);
    addToContext(RealtimeEvent.heardTokens(audioCharacters));
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
      awaitingProviderSince = System.nanoTime();
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

  private String providerId() {
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
    tell(refusal, "", () -> {});
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
    } else if (isLate(nowNanos)) {
      fail(new Refusal.UpstreamTimeout(providerId(), timeouts().idle()), Outcome.UPSTREAM_FAILED);
    } else if (isOver(
        said.awaitingLogSince(), gateway.self().limits().acknowledgeWithin(), nowNanos)) {
      fail(new Refusal.CannotRecord(), Outcome.CUT);
    } else if (nowNanos - welcomedAt > WELCOME_EVERY.toNanos()) {
      welcomedAt = nowNanos;
      if (!isWelcome()) {
        leaveUnwelcome();
      }
    }
  }

  /** Whether the provider owes something and says nothing. */
  private boolean isLate(long nowNanos) {
    if (leg == null || responses.areNone()) {
      return false;
    }
    boolean answering = responses.all().stream().anyMatch(SocketExchange::hasBegunToAnswer);
    Duration limit = answering ? timeouts().idle() : timeouts().firstByte();
    long waits = awaitingProviderSince;
    long asked = responses.all().stream().mapToLong(SocketExchange::atNanos).min().orElse(nowNanos);
    // A session may be quiet for long before something is asked of the provider.
    return isOver(waits == 0 || waits - asked > 0 ? waits : asked, limit, nowNanos);
  }

  private static boolean isOver(long since, Duration limit, long nowNanos) {
    return since != 0 && nowNanos - since > limit.toNanos();
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
