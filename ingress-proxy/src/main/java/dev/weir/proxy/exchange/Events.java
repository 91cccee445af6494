package dev.weir.proxy.exchange;

import dev.weir.governance.identity.Principal;
import dev.weir.governance.policy.RecordingMode;
import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitStanding;
import dev.weir.governance.refusal.Answer;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.surface.Surface;
import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Coverage;
import dev.weir.schemas.event.Decision;
import dev.weir.schemas.event.LimitFacts;
import dev.weir.schemas.event.PassedLimit;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.Recording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the events of one proxy. */
final class Events {

  private Events() {}

  static Prompt.Builder prompt(
      Prompt.Builder prompt,
      Gateway.Self self,
      Arrival arrival,
      Surface surface,
      Identity.Known known) {
    Principal caller = known.caller();
    return prompt
        .setOrganisation(caller.organisation())
        .setTeam(caller.team().value())
        .setProject(caller.project().orElse(null))
        .setUser(caller.user().orElse(null))
        .setKeyId(caller.keyId())
        .setProxyId(self.proxyId())
        .setProxyEpoch(self.proxyEpoch())
        .setReceivedAt(arrival.at())
        .setDialect(surface.recorded())
        .setMethod(arrival.method())
        .setPath(arrival.path())
        .setPolicyVersion(known.policy().version())
        .setCoverage(List.of())
        .setRecording(
            switch (known.team().recording()) {
              case RecordingMode.STRICT -> Recording.STRICT;
              case RecordingMode.SPOOL -> Recording.SPOOL;
              case RecordingMode.OPEN -> Recording.OPEN;
            });
  }

  /** What is not recorded of a body is named, besides what guards saw of it. */
  static List<Coverage> coverage(long recordedBytes, long bodyBytes, List<Coverage> guards) {
    if (recordedBytes == bodyBytes) {
      return guards;
    }
    List<Coverage> all = new ArrayList<>(guards);
    all.add(new Coverage("recording", "body", recordedBytes, bodyBytes, "cut", "", List.of()));
    return all;
  }

  /** {@code known} is null for a caller that was not identified. */
  static Admission.Builder admission(
      Gateway.Self self, Arrival arrival, Identity.@Nullable Known known, Instant now) {
    Admission.Builder admission =
        Admission.newBuilder()
            .setEventId(arrival.requestId() + "/admission")
            .setRequestId(arrival.requestId())
            .setProxyId(self.proxyId())
            .setProxyEpoch(self.proxyEpoch())
            .setDecidedAt(now)
            .setDecision(Decision.ADMITTED)
            .setStatus(0)
            .setRequestedModel("")
            .setReservedTokens(0)
            .setLimits(List.of())
            .setPassed(List.of());
    return known == null
        ? admission.setOrganisation("").setTeam("").setKeyId("").setPolicyVersion(0)
        : admission
            .setOrganisation(known.caller().organisation())
            .setTeam(known.caller().team().value())
            .setKeyId(known.caller().keyId())
            .setPolicyVersion(known.policy().version());
  }

  static Admission.Builder decided(Admission.Builder admission, Admittance decision) {
    admission.setLimits(limits(decision.standings()));
    return switch (decision) {
      case Admittance.Refused(Refusal refusal, _) -> refused(admission, refusal.answer());
      case Admittance.Admitted go ->
          admission
              .setReservedTokens(go.hold().all().tokens())
              .setPassed(passed(go.standings(), go.hold().reserved()));
      case Admittance.Waits _ -> throw new IllegalArgumentException("no decision yet");
    };
  }

  static Admission.Builder refused(Admission.Builder admission, Answer answer) {
    return refused(admission, answer.code(), answer.status());
  }

  static Admission.Builder refused(Admission.Builder admission, String code, int status) {
    return admission.setDecision(Decision.REFUSED).setCode(code).setStatus(status);
  }

  static List<LimitFacts> limits(List<LimitStanding> standings) {
    List<LimitFacts> facts = new ArrayList<>(standings.size());
    for (LimitStanding standing : standings) {
      facts.add(
          new LimitFacts(
              standing.limit().id(),
              standing.limit().unit().text(),
              standing.windowStart(),
              standing.limit().max(),
              standing.spent(),
              standing.unseen(),
              standing.held(),
              standing.credit().isPresent() ? standing.credit().getAsLong() : null));
    }
    return facts;
  }

  /** Of the limits that a request was admitted under, those that it passes all the same. */
  private static List<PassedLimit> passed(List<LimitStanding> standings, Cost reserved) {
    List<PassedLimit> passed = new ArrayList<>(0);
    for (LimitStanding standing : standings) {
      Limit limit = standing.limit();
      long amount = reserved.reserved(limit.unit());
      if (!limit.isHard() && !standing.fits(amount)) {
        passed.add(
            new PassedLimit(
                limit.scope().owner(),
                limit.id(),
                limit.unit().text(),
                limit.window().span().text(),
                limit.mode().text(),
                limit.max(),
                Math.addExact(standing.used(), amount)));
      }
    }
    return passed;
  }
}
