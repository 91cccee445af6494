package dev.weir.proxy.exchange;

import dev.weir.governance.policy.RecordingMode;
import dev.weir.governance.refusal.Refusal;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From a whole body to the call that may be made with it: Admit and Inspect, and the wait for the
 * log. No record, no exchange; no credit, no scan; no clean prompt, no call.
 */
final class PromptStages {

  /** Whose prompt it is. Each way through ends with one call of it. */
  interface Owner {

    /** The request may go to a provider. */
    void call(Admitted go, Body body);

    /** The prompt is recorded, and goes no further. */
    void refuse(Refusal refusal);

    /** Nothing is recorded. */
    void turnAway(Refusal refusal);

    /** The caller has left; the prompt is recorded. */
    void cancel();

    /** Runs a step, whose defects are the exchange's end. */
    void contained(Runnable step);
  }

  /** A larger body is read and sealed on a thread of the pool: it would hold a selector up. */
  private static final int INLINE_BYTES_MAX = 128 * 1024;

  /** The same where guards look at it. */
  private static final int INSPECTED_BYTES_MAX = 16 * 1024;

  private final Gateway gateway;
  private final Arrival arrival;
  private final Reply reply;
  private final Surface surface;
  private final AdmitStage admit;
  private final Deadline deadline;
  private final Owner owner;
  private final Acknowledgement acknowledgement = new Acknowledgement(this::acknowledged);

  private Identity.@Nullable Known known;
  private byte[] body = {};
  private int bodyLength;

  /** What goes to a provider, where it is not what is recorded. */
  private Optional<byte[]> sent = Optional.empty();

  private boolean large;
  private volatile @Nullable ExchangeRecord record;
  private @Nullable Admitted admitted;
  private String requestedModel = "";
  private volatile boolean awaitsCredit;
  private volatile boolean leftWaiting;

  PromptStages(
      Gateway gateway,
      Arrival arrival,
      Reply reply,
      Surface surface,
      AdmitStage admit,
      Deadline deadline,
      Owner owner) {
    this.gateway = gateway;
    this.arrival = arrival;
    this.reply = reply;
    this.surface = surface;
    this.admit = admit;
    this.deadline = deadline;
    this.owner = owner;
  }

  /** The body is here; large ones are worked on elsewhere. */
  void take(Identity.Known caller, byte[] bytes, int length) {
    known = caller;
    body = bytes;
    bodyLength = length;
    large = length > (caller.team().guards().isEmpty() ? INLINE_BYTES_MAX : INSPECTED_BYTES_MAX);
    if (large) {
      gateway.upstream().offload(() -> owner.contained(this::decide));
    } else {
      decide();
    }
  }

  /** Null until it is opened. */
  @Nullable ExchangeRecord record() {
    return record;
  }

  /** Null where it was refused, and before that is decided. */
  @Nullable Admitted admitted() {
    return admitted;
  }

  String requestedModel() {
    return requestedModel;
  }

  int bodyLength() {
    return bodyLength;
  }

  /** Admit: opens the record, then asks. */
  private void decide() {
    Identity.Known caller = caller();
    Beginning opened = Beginning.open(gateway, arrival, surface, caller, bodyLength).orElse(null);
    if (opened == null) {
      owner.turnAway(new Refusal.CannotRecord());
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
      gateway.upstream().offload(() -> owner.contained(step));
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
        owner.refuse(refused.refusal());
      }
      case Admitted go when leftWaiting -> {
        admitted = go;
        opened.writeUnseen(reading, new Body(body, bodyLength));
        opened.writeDecision(go, reading, now);
        owner.cancel();
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
              goesOn, new Body(body, bodyLength), inspected.coverage(), null, EventLog.Told.NOBODY);
      opened.writeDecision(new Refused(refusal, go.standings()), goesOn, now);
      owner.refuse(refusal);
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
            go,
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

  /** The log took too long. */
  void acknowledgedTooLate() {
    if (acknowledgement.giveUp()) {
      afterAcknowledgement(false);
    }
  }

  /** The caller left before a call was made. */
  void callerGone() {
    if (awaitsCredit) {
      leftWaiting = true;
    } else if (deadline.isFor(Wait.ACKNOWLEDGEMENT) && acknowledgement.giveUp()) {
      owner.cancel();
    }
  }

  /** Goes on where a call is best begun. */
  private void near(Runnable step) {
    gateway.upstream().resume(reply.endPoint(), () -> owner.contained(step));
  }

  private void afterAcknowledgement(boolean kept) {
    Admitted go = admitted;
    if (kept && go != null) {
      send(go);
    } else {
      owner.refuse(new Refusal.CannotRecord());
    }
  }

  /** Where need be once a provider's keys are known. */
  private void send(Admitted go) {
    if (KeyWait.begins(go, deadline, () -> near(() -> send(go)))) {
      return;
    }
    Body goes = sent.map(it -> new Body(it, it.length)).orElse(new Body(body, bodyLength));
    // An idle stream shall not hold its prompt: the call keeps it while another attempt may come.
    body = new byte[0];
    sent = Optional.empty();
    owner.call(go, goes);
  }

  private Identity.Known caller() {
    Identity.Known caller = known;
    if (caller == null) {
      throw new IllegalStateException("a prompt before its caller");
    }
    return caller;
  }
}
