package dev.weir.proxy.exchange;

import dev.weir.governance.policy.RecordingMode;
import dev.weir.proxy.record.EventLog;
import dev.weir.proxy.record.ExchangeRecord;
import dev.weir.proxy.surface.AskReading;
import dev.weir.proxy.surface.Surface;
import java.time.Instant;
import java.util.Optional;

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

  /** Whether the log has taken it, or will tell {@code told}. */
  boolean writePrompt(AskReading reading, byte[] body, int bodyLength, EventLog.Told told) {
    boolean stream = reading instanceof AskReading.Read(var it) && it.stream();
    int recorded =
        reading instanceof AskReading.Read(var it)
            ? Math.min(bodyLength, it.recordedBytesMax())
            : bodyLength;
    return record.prompt(
        prompt ->
            Events.prompt(prompt, gateway.self(), arrival, surface, caller)
                .setRequestedModel(requestedModel(reading))
                .setStream(stream)
                .setCoverage(Events.coverage(recorded, bodyLength)),
        body,
        recorded,
        told);
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
