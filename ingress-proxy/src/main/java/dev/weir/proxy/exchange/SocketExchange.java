package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.dialects.realtime.RealtimeDone;
import dev.weir.dialects.realtime.RealtimeEvent;
import dev.weir.dialects.usage.TokenCounts;
import dev.weir.governance.guard.Guard;
import dev.weir.governance.guard.GuardDirection;
import dev.weir.governance.policy.RecordingMode;
import dev.weir.governance.refusal.Answer;
import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.stop.Stops;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.exchange.Admittance.Leg;
import dev.weir.proxy.exchange.Admittance.Refused;
import dev.weir.proxy.guard.AnswerGuards;
import dev.weir.proxy.guard.Coverages;
import dev.weir.proxy.record.EventLog;
import dev.weir.proxy.record.ExchangeRecord;
import dev.weir.proxy.surface.AskReading;
import dev.weir.proxy.surface.RealtimeAsk;
import dev.weir.proxy.surface.Surface;
import dev.weir.schemas.event.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of a Realtime session, with a request id, a record and a settlement of its own. It
 * begins before anything of it goes to the provider, and ends once.
 */
final class SocketExchange implements LiveExchanges.Live, Attempted {

  /** What a session's exchanges are. */
  enum Kind {
    /** The socket is asked for: admitted, so that a team without budget opens none. */
    OPENING,
    /** Something passes outside of a response: recorded and nothing else. */
    REMARK,
    /** The model answers: admitted, counted, and waited for by a drain. */
    RESPONSE
  }

  private static final byte[] NO_BYTES = {};

  /** Of an estimate, which has four characters for a token. */
  private static final int BYTES_PER_TOKEN = 4;

  private final Gateway gateway;
  private final Kind kind;
  private final Arrival arrival;
  private final Identity.Known known;
  private final String model;
  private final Optional<Leg> connected;
  private final AtomicBoolean settled = new AtomicBoolean();
  private @Nullable Admitted admitted;
  private volatile @Nullable ExchangeRecord record;
  private int contextBytes;
  private volatile boolean called;
  private volatile long firstByteNanos;

  private final AtomicLong textCharacters = new AtomicLong();
  private final AtomicLong spokenCharacters = new AtomicLong();

  /** {@code connected}: where the session's provider is; empty while it has none. */
  SocketExchange(
      Gateway gateway,
      Kind kind,
      Arrival arrival,
      Identity.Known known,
      String model,
      Optional<Leg> connected) {
    this.gateway = gateway;
    this.kind = kind;
    this.arrival = arrival;
    this.known = known;
    this.model = model;
    this.connected = connected;
  }

  /**
   * Opens the record and admits. Where there is a refusal, it is recorded and this exchange is
   * over.
   *
   * @param content the prompt, as it is recorded
   * @param contextTokens an estimate of all that the model will read
   * @param told hears of the log's acknowledgement, where nothing is refused
   */
  Optional<Refusal> begin(
      AdmitStage admit, byte[] content, long contextTokens, EventLog.Told told) {
    if (kind == Kind.RESPONSE) {
      switch (gateway.live().enter(this)) {
        case FULL -> {
          return turnedAway(new Refusal.Busy(Duration.ofSeconds(1)));
        }
        case DRAINING -> {
          return turnedAway(new Refusal.Draining());
        }
        case ENTERED -> {}
      }
    }
    Optional<Refusal> closed = unread();
    if (closed.isPresent()) {
      gateway.live().leave(this);
      return turnedAway(closed.get());
    }
    RecordingMode recording = known.team().recording();
    Optional<ExchangeRecord> room = room(content.length, recording == RecordingMode.STRICT);
    if (room.isEmpty() && recording != RecordingMode.OPEN) {
      gateway.live().leave(this);
      return turnedAway(new Refusal.CannotRecord());
    }
    ExchangeRecord opened = room.orElseGet(gateway.recorder()::lost);
    record = opened;
    contextBytes = (int) Math.min(Integer.MAX_VALUE, contextTokens * BYTES_PER_TOKEN);
    return kind == Kind.REMARK ? keep(opened, content, told) : admit(admit, opened, content, told);
  }

  private AnswerGuards unreadAnswer() {
    return kind == Kind.RESPONSE && !known.team().guards().isEmpty()
        ? AnswerGuards.unread(known.team().guards(), arrival.requestId())
        : AnswerGuards.NONE;
  }

  /** Nothing reads what is spoken: a team whose guard must see everything opens no session. */
  private Optional<Refusal> unread() {
    return known.team().guards().guards().stream()
        .filter(Guard::failsClosed)
        .filter(it -> it.share().takes(it.id(), arrival.requestId()))
        .findFirst()
        .map(it -> new Refusal.ContentBlocked(it.id(), List.of(), false));
  }

  private Optional<ExchangeRecord> room(int bytes, boolean strict) {
    return strict && !gateway.recorder().isKeepingUp(gateway.self().limits().acknowledgeWithin())
        ? Optional.empty()
        : gateway
            .recorder()
            .open(arrival.requestId(), arrival.traceparent(), known.caller(), bytes);
  }

  private Optional<Refusal> turnedAway(Refusal refusal) {
    Answer answer = refusal.answer();
    settled.set(true);
    gateway.recordTurnedAway(arrival, known, answer.code(), answer.status());
    return Optional.of(refusal);
  }

  private Optional<Refusal> admit(
      AdmitStage admit, ExchangeRecord opened, byte[] content, EventLog.Told told) {
    Instant now = gateway.self().clock().instant();
    Admittance decision =
        admit.ask(
            new AdmitStage.Asker(known, arrival, this::late),
            new AskReading.Read(new RealtimeAsk(model)),
            new Body(NO_BYTES, contextBytes),
            now);
    Admittance made = decision instanceof Admittance.Waits waits ? withoutWaiting(waits) : decision;
    Optional<Refusal> refusal =
        switch (made) {
          case Refused refused -> {
            var _ = writePrompt(opened, content, EventLog.Told.NOBODY);
            yield Optional.of(refused.refusal());
          }
          case Admitted go -> {
            admitted = go.guarded(go.ask(), unreadAnswer());
            yield keep(opened, content, told);
          }
          case Admittance.Waits _ -> throw new IllegalStateException("an answer that is none");
        };
    var admission = Events.admission(gateway.self(), arrival, known, now).setRequestedModel(model);
    gateway
        .recorder()
        .admission(
            Events.decided(admission, made).build(), arrival.traceparent(), opened.holdsRoom());
    refusal.filter(_ -> made instanceof Refused).ifPresent(this::refuse);
    return refusal;
  }

  /**
   * A socket's thread does not wait. The opening spends nothing and asks for credit, so that there
   * is some when the session's first response is asked for.
   */
  private Admittance withoutWaiting(Admittance.Waits waits) {
    gateway.quota().forget(waits.waiter());
    return kind == Kind.OPENING
        ? waits.unheld()
        : Admittance.refused(new Refusal.LimitUnknown(waits.waiter().limit()));
  }

  /** The answer came in the moment in which nobody waited for it any more. */
  private void late(Admittance answer) {
    if (answer instanceof Admitted go) {
      gateway.quota().release(go.hold());
    }
  }

  /** Writes the prompt; what cannot be kept must not go on. */
  private Optional<Refusal> keep(ExchangeRecord opened, byte[] content, EventLog.Told told) {
    if (writePrompt(opened, content, told) || known.team().recording() == RecordingMode.OPEN) {
      return Optional.empty();
    }
    Refusal refusal = new Refusal.CannotRecord();
    refuse(refusal);
    return Optional.of(refusal);
  }

  private boolean writePrompt(ExchangeRecord opened, byte[] content, EventLog.Told told) {
    return opened.prompt(
        prompt ->
            Events.prompt(prompt, gateway.self(), arrival, Surface.REALTIME, known)
                .setRequestedModel(model)
                .setStream(true)
                .setCoverage(
                    Coverages.skipped(
                        known.team().guards(), GuardDirection.PROMPT, content.length)),
        content,
        content.length,
        told);
  }

  /** Ends it: Weir does not let it go on. */
  void refuse(Refusal refusal) {
    Answer answer = refusal.answer();
    settle(new Ending(Outcome.REFUSED, answer.status(), answer.code(), called, facts("", false)));
  }

  /** The routes that an opening may take. */
  List<Leg> legs() {
    Admitted go = admitted;
    return go == null ? List.of() : go.legs();
  }

  /** The provider has it from now on. */
  void called() {
    called = true;
  }

  /** Notes what goes to the caller; false where it cannot be recorded and therefore not go. */
  boolean mayPass(RealtimeEvent event, byte[] recorded) {
    long now = System.nanoTime();
    if (firstByteNanos == 0) {
      firstByteNanos = now;
    }
    long _ = textCharacters.addAndGet(event.textCharacters());
    if (event.type().endsWith("audio.delta")) {
      long _ = spokenCharacters.addAndGet(event.audioCharacters());
    }
    Admitted go = admitted;
    if (go != null) {
      go.guards().passedUnread(recorded.length);
    }
    ExchangeRecord opened = record;
    return (opened != null
            && opened.relayed(ByteBuffer.wrap(recorded), number(), arrival.micros(now)))
        || known.team().recording() == RecordingMode.OPEN;
  }

  /** The provider has said how the response ended. */
  void done(RealtimeDone done) {
    AnswerFacts facts = facts(done.finishReason(), done.failed()).withCounts(done.counts());
    settle(
        done.failed()
            ? new Ending(Outcome.UPSTREAM_FAILED, 200, "upstream_failed", true, facts)
            : new Ending(Outcome.COMPLETED, 200, "", true, facts));
  }

  /** The provider does not do what it was asked. */
  void rejected() {
    settle(new Ending(Outcome.UPSTREAM_ERROR, 400, "upstream_error", false, facts("", true)));
  }

  /** It ends before its end; what was used is estimated. */
  void brokenOff(Outcome outcome, String code) {
    settle(new Ending(outcome, firstByteNanos == 0 ? 0 : 200, code, called, facts("", false)));
  }

  /** An opening or a remark that went as it should. */
  void completed(int status) {
    settle(new Ending(Outcome.COMPLETED, status, "", false, AnswerFacts.NOTHING));
  }

  /** An opening for which no provider was found. */
  void failed(Refusal refusal) {
    Answer answer = refusal.answer();
    settle(
        new Ending(
            Outcome.UPSTREAM_FAILED, answer.status(), answer.code(), false, AnswerFacts.NOTHING));
  }

  private AnswerFacts facts(String finishReason, boolean error) {
    long spoken = BYTES_PER_TOKEN * RealtimeEvent.spokenTokens(spokenCharacters.get());
    return new AnswerFacts(
        "", "", finishReason, Optional.<TokenCounts>empty(), textCharacters.get() + spoken, error);
  }

  private void settle(Ending ending) {
    if (!settled.compareAndSet(false, true)) {
      return;
    }
    Settlement settlement =
        new Settlement(gateway, arrival, known, admitted, connected.map(_ -> this), number());
    if (kind == Kind.RESPONSE) {
      settlement.settle(ending, model, contextBytes, record);
    } else {
      Charge _ = settlement.end(ending, model, contextBytes, record);
      if (!ending.code().isEmpty()) {
        gateway.metrics().refused(ending.code());
      }
    }
    gateway.live().leave(this);
  }

  String requestId() {
    return arrival.requestId();
  }

  boolean isSettled() {
    return settled.get();
  }

  /** Since when there is no sign of the provider, on the nano clock. */
  boolean hasBegunToAnswer() {
    return firstByteNanos != 0;
  }

  long atNanos() {
    return arrival.atNanos();
  }

  @Override
  public int number() {
    return called ? 1 : 0;
  }

  @Override
  public Leg leg() {
    return connected.orElseThrow();
  }

  @Override
  public List<String> dropped() {
    return List.of();
  }

  @Override
  public long firstByteNanos() {
    return firstByteNanos;
  }

  @Override
  public void sweep(long nowNanos) {
    ExchangeRecord opened = record;
    if (opened != null) {
      opened.flushAged(nowNanos);
    }
  }

  @Override
  public void cut() {
    brokenOff(Outcome.CUT, new Refusal.Draining().answer().code());
  }

  /** Its session does, and ends it. */
  @Override
  public void obey(Stops stops) {}
}
