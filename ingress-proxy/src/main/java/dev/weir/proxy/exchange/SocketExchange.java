package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.dialects.realtime.RealtimeDone;
import dev.weir.dialects.realtime.RealtimeEvent;
import dev.weir.dialects.realtime.SpeechFormat;
import dev.weir.dialects.usage.TokenCounts;
import dev.weir.dialects.usage.TokenEstimate;
import dev.weir.governance.policy.RecordingMode;
import dev.weir.governance.refusal.Answer;
import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.stop.Stops;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.exchange.Admittance.Leg;
import dev.weir.proxy.record.EventLog;
import dev.weir.proxy.record.ExchangeRecord;
import dev.weir.schemas.event.Outcome;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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

  /** Of an estimate, which has four characters for a token. */
  private static final int BYTES_PER_TOKEN = 4;

  private final Gateway gateway;
  private final Kind kind;
  private final Arrival arrival;
  private final Identity.Known known;
  private final String model;
  private final Optional<Leg> connected;
  private final AtomicBoolean settled = new AtomicBoolean();

  /** These two are set under the lock, in which the end looks at them. */
  private volatile @Nullable Admitted admitted;

  private volatile @Nullable ResponseCredit credit;

  private volatile boolean awaitsCredit;
  private volatile @Nullable ExchangeRecord record;
  private int contextBytes;
  private volatile boolean called;
  private volatile long firstByteNanos;
  private volatile long calledNanos;

  private final AtomicLong textCharacters = new AtomicLong();

  /** As of pcm16. */
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
   * @param then hears once of what is refused: now, or on another thread when the credit came that
   *     was waited for
   */
  void begin(
      AdmitStage admit,
      byte[] content,
      long contextTokens,
      EventLog.Told told,
      Consumer<Optional<Refusal>> then) {
    contextBytes = (int) Math.min(Integer.MAX_VALUE, contextTokens * BYTES_PER_TOKEN);
    new SocketBeginning(this, gateway, kind, new SocketBeginning.Asker(arrival, known, model))
        .begin(admit, new SocketBeginning.Said(content, contextBytes), told, then);
  }

  /** It has nothing to settle. */
  void turnedAway() {
    settled.set(true);
  }

  void opened(ExchangeRecord opened) {
    record = opened;
  }

  /** Whether it waits for credit. */
  void awaitsCredit(boolean waits) {
    awaitsCredit = waits;
  }

  /** What it may spend is reserved. */
  void admitted(Admitted go) {
    Meter meter =
        Meter.of(
            gateway,
            known,
            go,
            contextBytes,
            arrival.at(),
            task -> gateway.upstream().offload(task));
    synchronized (this) {
      admitted = go;
      credit = meter == null ? null : new ResponseCredit(meter);
    }
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
    calledNanos = System.nanoTime();
    called = true;
  }

  /** Notes what goes to the caller; false where it cannot be recorded and therefore not go. */
  boolean mayPass(RealtimeEvent event, SpeechFormat spoken, byte[] recorded) {
    long now = System.nanoTime();
    if (firstByteNanos == 0) {
      firstByteNanos = now;
    }
    long _ = textCharacters.addAndGet(event.textCharacters());
    if (event.type().endsWith("audio.delta")) {
      long _ = spokenCharacters.addAndGet(spoken.asPcm16(event.audioCharacters()));
    }
    Admitted go = admitted;
    if (go != null) {
      go.guards().passedUnread(recorded.length);
    }
    ExchangeRecord opened = record;
    return (opened != null
            && opened.relayed(
                ByteBuffer.wrap(recorded),
                number(),
                arrival.micros(now),
                TokenEstimate.ofText(characters())))
        || known.team().recording() == RecordingMode.OPEN;
  }

  /**
   * Reads on where there is credit for it.
   *
   * @param cancel asks the provider to end the response
   * @param fail ends the session, whose provider does not
   */
  void readOn(Runnable go, Consumer<Refusal> cancel, Consumer<Refusal> fail) {
    ResponseCredit own = credit;
    if (own == null || settled.get()) {
      go.run();
    } else {
      own.readOn(characters(), go, cancel, fail);
    }
  }

  /** The provider has said how the response ended. */
  void done(RealtimeDone done) {
    AnswerFacts facts = facts(done.finishReason(), done.failed()).withCounts(done.counts());
    ResponseCredit own = credit;
    Optional<Refusal> cut = own == null ? Optional.empty() : own.refusal();
    settle(
        cut.isPresent()
            ? new Ending(Outcome.CUT, 200, cut.get().answer().code(), true, facts)
            : done.failed()
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
    return new AnswerFacts(
        "", "", finishReason, Optional.<TokenCounts>empty(), characters(), error);
  }

  /** Of text, and as many as stand for what is spoken. */
  private long characters() {
    return textCharacters.get()
        + BYTES_PER_TOKEN * RealtimeEvent.spokenTokens(spokenCharacters.get());
  }

  private void settle(Ending ending) {
    Admitted go;
    ResponseCredit own;
    synchronized (this) {
      if (!settled.compareAndSet(false, true)) {
        return;
      }
      go = admitted;
      own = credit;
    }
    if (own != null) {
      own.end();
    }
    Settlement settlement =
        new Settlement(gateway, arrival, known, go, connected.map(_ -> this), number());
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

  /** Since when the provider owes an answer; now where it has not heard of it yet. */
  long calledNanos() {
    return called ? calledNanos : System.nanoTime();
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

  /** What waits for credit has no beginning in the log, and goes no further. */
  @Override
  public void cut() {
    if (awaitsCredit) {
      return;
    }
    brokenOff(Outcome.CUT, new Refusal.Draining().answer().code());
  }

  /** Its session does, and ends it. */
  @Override
  public void obey(Stops stops) {}
}
