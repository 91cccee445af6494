package dev.weir.proxy.exchange;

import dev.weir.governance.guard.GuardDirection;
import dev.weir.governance.policy.RecordingMode;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.guard.Coverages;
import dev.weir.proxy.record.EventLog;
import dev.weir.proxy.record.ExchangeRecord;
import dev.weir.proxy.surface.AskReading;
import dev.weir.proxy.surface.Surface;
import dev.weir.schemas.event.Coverage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is recorded of an exchange before its answer: what was asked, and what was decided. */
record Beginning(
    Gateway gateway,
    Arrival arrival,
    Surface surface,
    Identity.Known caller,
    ExchangeRecord record) {

  /** Nothing where the log cannot keep what the team's policy wants kept. */
  static Optional<Beginning> open(
      Gateway gateway, Arrival arrival, Surface surface, Identity.Known caller, int bodyLength) {
    RecordingMode recording = caller.team().recording();
    boolean keepsUp =
        recording != RecordingMode.STRICT
            || gateway.recorder().isKeepingUp(gateway.self().limits().acknowledgeWithin());
    Optional<ExchangeRecord> room =
        keepsUp
            ? gateway
                .recorder()
                .open(arrival.requestId(), arrival.traceparent(), caller.caller(), bodyLength)
            : Optional.empty();
    if (room.isEmpty() && recording != RecordingMode.OPEN) {
      return Optional.empty();
    }
    return Optional.of(
        new Beginning(gateway, arrival, surface, caller, room.orElseGet(gateway.recorder()::lost)));
  }

  /** Empty where the request could not be read. */
  static String requestedModel(AskReading reading) {
    return reading instanceof AskReading.Read(var it) ? it.model() : "";
  }

  /**
   * Whether the log has taken it, or will tell {@code told}.
   *
   * @param body as it goes on: masked, where guards mask
   * @param guards what guards saw of it
   * @param admitted where it goes; null where it goes nowhere
   */
  boolean writePrompt(
      AskReading reading,
      Body body,
      List<Coverage> guards,
      @Nullable Admitted admitted,
      EventLog.Told told) {
    boolean stream = reading instanceof AskReading.Read(var it) && it.stream();
    int recorded =
        reading instanceof AskReading.Read(var it)
            ? Math.min(body.length(), it.recordedBytesMax())
            : body.length();
    return record.prompt(
        prompt ->
            Events.prompt(prompt, gateway.self(), arrival, surface, caller)
                .setRequestedModel(requestedModel(reading))
                .setStream(stream)
                .setInputTokens(admitted == null ? null : usualInput(admitted, body))
                .setCoverage(Events.coverage(recorded, body.length(), guards)),
        body.bytes(),
        recorded,
        told);
  }

  private long usualInput(Admitted admitted, Body body) {
    return gateway
        .quota()
        .learned()
        .estimates(admitted.legs().getFirst().route().model().name())
        .input(admitted.ask().inputEstimate(body.length()));
  }

  /** The prompt of an exchange that goes nowhere, so that no guard has looked at it. */
  void writeUnseen(AskReading reading, Body body) {
    List<Coverage> skipped =
        Coverages.skipped(caller.team().guards(), GuardDirection.PROMPT, body.length());
    boolean _ = writePrompt(reading, body, skipped, null, EventLog.Told.NOBODY);
  }

  void writeDecision(Admittance decision, AskReading reading, Instant now) {
    var admission =
        Events.admission(gateway.self(), arrival, caller, now)
            .setRequestedModel(requestedModel(reading));
    gateway
        .recorder()
        .admission(
            Events.decided(admission, decision).build(), arrival.traceparent(), record.holdsRoom());
  }
}
