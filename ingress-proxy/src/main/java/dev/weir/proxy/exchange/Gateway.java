package dev.weir.proxy.exchange;

import dev.weir.governance.guard.InlineDetectors;
import dev.weir.governance.identity.CredentialFault;
import dev.weir.governance.refusal.Answer;
import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.stop.Stops;
import dev.weir.proxy.guard.HeldRoom;
import dev.weir.proxy.guard.InspectStage;
import dev.weir.proxy.measure.ProxyMetrics;
import dev.weir.proxy.quota.QuotaGate;
import dev.weir.proxy.record.Recorder;
import dev.weir.proxy.targets.Targets;
import dev.weir.proxy.upstream.UpstreamClient;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What every exchange of this proxy asks and tells. */
public record Gateway(
    Self self,
    Knowledge knowledge,
    QuotaGate quota,
    InspectStage inspect,
    Costs costs,
    Recorder recorder,
    UpstreamClient upstream,
    LiveExchanges live,
    ProxyMetrics metrics) {

  public Gateway(
      Self self,
      Knowledge knowledge,
      QuotaGate quota,
      Recorder recorder,
      UpstreamClient upstream,
      LiveExchanges live,
      ProxyMetrics metrics) {
    this(
        self,
        knowledge,
        quota,
        new InspectStage(
            InlineDetectors.all(),
            knowledge.callers()::maskingKey,
            new HeldRoom(self.limits().heldAnswerBytesMax())),
        new Costs(),
        recorder,
        upstream,
        live,
        metrics);
  }

  /**
   * This proxy.
   *
   * @param bodies what requests may hold
   * @param answers what answers may hold that no guard holds
   */
  public record Self(
      String proxyId,
      long proxyEpoch,
      ExchangeLimits limits,
      BodyRoom bodies,
      HeldRoom answers,
      RequestIds ids,
      InstantSource clock) {}

  /** Counts and writes down a request without a prompt; {@code known} may not be. */
  void recordTurnedAway(Arrival arrival, Identity.@Nullable Known known, String code, int status) {
    turnedAway(arrival, known, Optional.empty(), code, status);
  }

  /** The same, with what the refusal knows of the credential. */
  void recordTurnedAway(Arrival arrival, Identity.@Nullable Known known, Refusal refusal) {
    Answer answer = refusal.answer();
    turnedAway(arrival, known, proven(refusal), answer.code(), answer.status());
  }

  private void turnedAway(
      Arrival arrival,
      Identity.@Nullable Known known,
      Optional<String> keyId,
      String code,
      int status) {
    metrics.refused(code);
    var admission = Events.admission(self, arrival, known, self.clock().instant());
    keyId.ifPresent(admission::setKeyId);
    recorder.admission(
        Events.refused(admission, code, status).build(), arrival.traceparent(), false);
  }

  /** Which key its holder has proven to hold, though it is none any more. */
  private static Optional<String> proven(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotIdentified(CredentialFault.RevokedKey(String keyId, _)) -> Optional.of(keyId);
      case Refusal.NotIdentified(CredentialFault.ExpiredKey(String keyId, _)) -> Optional.of(keyId);
      default -> Optional.empty();
    };
  }

  /** Who may call, what answers and how it does lately, and what operators have stopped. */
  public record Knowledge(Callers callers, Routes routes, Targets targets, Supplier<Stops> stops) {}
}
