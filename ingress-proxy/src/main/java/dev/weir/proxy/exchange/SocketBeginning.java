package dev.weir.proxy.exchange;

import dev.weir.governance.guard.Guard;
import dev.weir.governance.guard.GuardDirection;
import dev.weir.governance.policy.RecordingMode;
import dev.weir.governance.refusal.Answer;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.exchange.Admittance.Refused;
import dev.weir.proxy.exchange.SocketExchange.Kind;
import dev.weir.proxy.guard.AnswerGuards;
import dev.weir.proxy.guard.Coverages;
import dev.weir.proxy.record.EventLog;
import dev.weir.proxy.record.ExchangeRecord;
import dev.weir.proxy.surface.AskReading;
import dev.weir.proxy.surface.RealtimeAsk;
import dev.weir.proxy.surface.Surface;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an exchange of a Realtime session begins: its record is opened, it is admitted, its prompt is
 * written. A socket's thread does not wait: what waits for credit goes on elsewhere.
 */
final class SocketBeginning {

  private static final Logger LOGGER = LoggerFactory.getLogger(SocketBeginning.class);
  private static final byte[] NO_BYTES = {};

  private final SocketExchange exchange;
  private final Gateway gateway;
  private final Kind kind;
  private final Asker asker;

  /** Who asks, when, and for which model. */
  record Asker(Arrival arrival, Identity.Known known, String model) {}

  /** The prompt as it is recorded, and the bytes that stand for all that the model will read. */
  record Said(byte[] content, int contextBytes) {}

  SocketBeginning(SocketExchange exchange, Gateway gateway, Kind kind, Asker asker) {
    this.exchange = exchange;
    this.gateway = gateway;
    this.kind = kind;
    this.asker = asker;
  }

  /** As {@link SocketExchange#begin}. */
  void begin(AdmitStage admit, Said said, EventLog.Told told, Consumer<Optional<Refusal>> then) {
    if (kind == Kind.RESPONSE) {
      switch (gateway.live().enter(exchange)) {
        case FULL -> {
          then.accept(turnedAway(new Refusal.Busy(Duration.ofSeconds(1))));
          return;
        }
        case DRAINING -> {
          then.accept(turnedAway(new Refusal.Draining()));
          return;
        }
        case ENTERED -> {}
      }
    }
    Optional<Refusal> closed = unread();
    if (closed.isPresent()) {
      gateway.live().leave(exchange);
      then.accept(turnedAway(closed.get()));
      return;
    }
    RecordingMode recording = asker.known.team().recording();
    Optional<ExchangeRecord> room = room(said.content.length, recording == RecordingMode.STRICT);
    if (room.isEmpty() && recording != RecordingMode.OPEN) {
      gateway.live().leave(exchange);
      then.accept(turnedAway(new Refusal.CannotRecord()));
      return;
    }
    ExchangeRecord opened = room.orElseGet(gateway.recorder()::lost);
    exchange.opened(opened);
    if (kind == Kind.REMARK) {
      then.accept(keep(opened, said, told));
    } else {
      admit(admit, opened, said, told, then);
    }
  }

  private AnswerGuards unreadAnswer() {
    return kind == Kind.RESPONSE && !asker.known.team().guards().isEmpty()
        ? AnswerGuards.unread(asker.known.team().guards(), asker.arrival.requestId())
        : AnswerGuards.NONE;
  }

  /** Nothing reads what is spoken: a team whose guard must see everything opens no session. */
  private Optional<Refusal> unread() {
    return asker.known.team().guards().guards().stream()
        .filter(Guard::failsClosed)
        .filter(it -> it.share().takes(it.id(), asker.arrival.requestId()))
        .findFirst()
        .map(it -> new Refusal.ContentBlocked(it.id(), List.of(), false));
  }

  private Optional<ExchangeRecord> room(int bytes, boolean strict) {
    return strict && !gateway.recorder().isKeepingUp(gateway.self().limits().acknowledgeWithin())
        ? Optional.empty()
        : gateway
            .recorder()
            .open(
                asker.arrival.requestId(),
                asker.arrival.traceparent(),
                asker.known.caller(),
                bytes);
  }

  private Optional<Refusal> turnedAway(Refusal refusal) {
    Answer answer = refusal.answer();
    exchange.turnedAway();
    gateway.recordTurnedAway(asker.arrival, asker.known, answer.code(), answer.status());
    return Optional.of(refusal);
  }

  private void admit(
      AdmitStage admit,
      ExchangeRecord opened,
      Said said,
      EventLog.Told told,
      Consumer<Optional<Refusal>> then) {
    Consumer<Admittance> later =
        answer ->
            gateway.upstream().offload(() -> then.accept(decidedLater(answer, opened, said, told)));
    // Counted as waiting before the answer may come from another thread.
    exchange.awaitsCredit(true);
    Admittance answer =
        admit.ask(
            new AdmitStage.Asker(asker.known, asker.arrival, later),
            new AskReading.Read(new RealtimeAsk(asker.model)),
            new Body(NO_BYTES, said.contextBytes),
            gateway.self().clock().instant());
    if (!(answer instanceof Admittance.Waits)) {
      then.accept(decided(answer, opened, said, told));
    }
  }

  /** A defect has its one end as well: nobody else looks after what waited. */
  private Optional<Refusal> decidedLater(
      Admittance made, ExchangeRecord opened, Said said, EventLog.Told told) {
    try {
      return decided(made, opened, said, told);
    } catch (RuntimeException e) {
      LOGGER
          .atError()
          .setCause(e)
          .addKeyValue("exchangeId", asker.arrival.requestId())
          .log("it broke");
      exchange.refuse(new Refusal.Defect());
      return Optional.of(new Refusal.Defect());
    }
  }

  private Optional<Refusal> decided(
      Admittance made, ExchangeRecord opened, Said said, EventLog.Told told) {
    exchange.awaitsCredit(false);
    Optional<Refusal> refusal =
        switch (made) {
          case Refused refused -> {
            var _ = writePrompt(opened, said, EventLog.Told.NOBODY);
            yield Optional.of(refused.refusal());
          }
          case Admitted go -> {
            exchange.admitted(go.guarded(go.ask(), unreadAnswer()));
            yield keep(opened, said, told);
          }
          case Admittance.Waits _ -> throw new IllegalStateException("an answer that is none");
        };
    Instant now = gateway.self().clock().instant();
    var admission =
        Events.admission(gateway.self(), asker.arrival, asker.known, now)
            .setRequestedModel(asker.model);
    gateway
        .recorder()
        .admission(
            Events.decided(admission, made).build(),
            asker.arrival.traceparent(),
            opened.holdsRoom());
    refusal.filter(_ -> made instanceof Refused).ifPresent(exchange::refuse);
    return refusal;
  }

  /** Writes the prompt; what cannot be kept must not go on. */
  private Optional<Refusal> keep(ExchangeRecord opened, Said said, EventLog.Told told) {
    if (writePrompt(opened, said, told) || asker.known.team().recording() == RecordingMode.OPEN) {
      return Optional.empty();
    }
    Refusal refusal = new Refusal.CannotRecord();
    exchange.refuse(refusal);
    return Optional.of(refusal);
  }

  private boolean writePrompt(ExchangeRecord opened, Said said, EventLog.Told told) {
    return opened.prompt(
        prompt ->
            Events.prompt(prompt, gateway.self(), asker.arrival, Surface.REALTIME, asker.known)
                .setRequestedModel(asker.model)
                .setStream(true)
                .setCoverage(
                    Coverages.skipped(
                        asker.known.team().guards(), GuardDirection.PROMPT, said.content.length)),
        said.content,
        said.content.length,
        told);
  }
}
