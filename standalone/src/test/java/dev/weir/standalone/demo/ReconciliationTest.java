package dev.weir.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.audit.AuditChain;
import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.event.Decision;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.event.Sighting;
import dev.weir.schemas.serde.TrustedEvents;
import dev.weir.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

  private static final Told STRANGER =
      new Told(Ask.stranger(), "r1", 401, "invalid_api_key", "", 0, 0);
  private static final Told STOPPED =
      new Told(
          Ask.plain(Script.LIMITED_TEAM, "echo-small", "more"),
          "r2",
          429,
          "quota_exceeded",
          "",
          0,
          0);

  private static final Told CARD =
      new Told(Ask.plain("support", "echo-small", Script.CARD), "r3", 200, "", "", 1, 1);
  private static final Told FAILED =
      new Told(Ask.plain("search", "echo-small", "!500 number 1"), "r4", 500, "", "", 0, 0);

  private static final String ALERTS = "alerts that the story calls for = alerts raised";
  private static final String FAILURES = "calls that the provider failed = failures sighted";
  private static final String CHAINS = "audit chains = chains that verify";

  private final Recorded recorded = new Recorded();

  @BeforeAll
  static void trustTheRecords() {
    TrustedEvents.trust();
  }

  @Test
  void namesWhatIsMissing() {
    recorded.add(Topic.ADMISSIONS, "", admission("r1"));

    assertThat(differing(STRANGER, STOPPED))
        .containsExactly(
            "prompts sent = prompts recorded",
            "prompts = ends of exchanges",
            "prompts = final usage records",
            "prompts = audit entries",
            "requests sent = admission decisions");
  }

  @Test
  void countsARepeatedEventOnce() {
    recorded.add(Topic.ADMISSIONS, "", admission("r1"));
    recorded.add(Topic.ADMISSIONS, "", admission("r1"));

    assertThat(differing(STRANGER)).containsExactly("the team without budget is stopped");
  }

  @Test
  void noticesWhatIsThereTwice() {
    recorded.add(Topic.ALERTS, "", alert(1, "payment-card"));
    recorded.add(Topic.ALERTS, "", alert(1, "payment-card"));

    assertThat(Reconciliation.of(List.of(), recorded))
        .contains(new Reconciliation.Line("alerts: distinct ids = records", "1", "2"));
  }

  @Test
  void verifiesEveryAuditChain() {
    AuditEntry first = entry(0, AuditChain.beginning());
    recorded.add(Topic.AUDIT, "", first);
    recorded.add(Topic.AUDIT, "", entry(1, first.getLeafHash()));
    assertThat(chains()).isEqualTo(new Reconciliation.Line(CHAINS, "1", "1"));

    recorded.add(Topic.AUDIT, "", entry(2, AuditChain.beginning()));
    assertThat(chains())
        .isEqualTo(
            new Reconciliation.Line(
                CHAINS, "1", "0, chain 3 entry 2 does not follow the entry before it"));
  }

  @Test
  void verifiesAChainThatBeganEarlier() {
    recorded.add(Topic.AUDIT, "", entry(7, ByteBuffer.wrap(new byte[] {1, 2, 3})));

    assertThat(chains().agrees()).isTrue();
  }

  @Test
  void tellsTheSameNumberOfOthersApart() {
    recorded.add(Topic.ADMISSIONS, "", admission("r9"));

    assertThat(Reconciliation.of(List.of(STRANGER), recorded))
        .contains(
            new Reconciliation.Line("requests sent = admission decisions", "1", "1, but others"));
  }

  @Test
  void countsOnlyWhatTheStoryTookFromAQuotaThatWasUsedBefore() {
    recorded.addBefore("search|daily|0", quota("search", 630));
    recorded.add(Topic.QUOTA_STATE, "search|daily|0", quota("search", 630));
    recorded.add(Topic.QUOTA_STATE, "ads|daily|0", quota("ads", 5));

    assertThat(Reconciliation.of(List.of(), recorded))
        .contains(
            new Reconciliation.Line("tokens of search = spent in its quota state", "0", "0"),
            new Reconciliation.Line("tokens of ads = spent in its quota state", "0", "5"));
  }

  @Test
  void countsAWindowThatBeganInTheMiddleOfTheStory() {
    recorded.addBefore("search|daily|0", quota("search", 10));
    recorded.add(Topic.QUOTA_STATE, "search|daily|0", quota("search", 17));
    recorded.add(Topic.QUOTA_STATE, "search|daily|86400", quota("search", 4));

    assertThat(Reconciliation.of(List.of(), recorded))
        .contains(
            new Reconciliation.Line("tokens of search = spent in its quota state", "0", "11"));
  }

  @Test
  void noticesPersonalDataInARecord() {
    recorded.addLeak();

    assertThat(differing()).contains("records that show personal data");
  }

  @Test
  void waitsForEachAlertThatTheStoryCallsFor() {
    assertThat(alerts(CARD)).isEqualTo(new Reconciliation.Line(ALERTS, "1", "0"));

    recorded.add(Topic.ALERTS, "", alert(1, "payment-card"));

    assertThat(alerts(CARD).agrees()).isTrue();
  }

  @Test
  void anAlertOfAnotherSubjectIsNotTheOneThatIsCalledFor() {
    recorded.add(Topic.ALERTS, "", alert(1, "email-address"));

    assertThat(alerts(CARD)).isEqualTo(new Reconciliation.Line(ALERTS, "1", "0"));
  }

  @Test
  void anAlertThatIsOpenFromBeforeGoesOn() {
    recorded.addBefore(alert(1, "payment-card"));
    assertThat(alerts(CARD).agrees()).isFalse();

    recorded.add(Topic.SIGHTINGS, "", sighting("r3", "pii", "payment-card"));

    assertThat(alerts(CARD).agrees()).isTrue();
    assertThat(recorded.alertsInForce()).hasSize(1);
  }

  @Test
  void anAlertThatWasClosedBeforeIsOver() {
    recorded.addBefore(alert(1, "payment-card"));
    recorded.addBefore(alert(3, "payment-card"));
    recorded.add(Topic.SIGHTINGS, "", sighting("r3", "pii", "payment-card"));

    assertThat(alerts(CARD)).isEqualTo(new Reconciliation.Line(ALERTS, "1", "0"));
  }

  @Test
  void namesAFailureThatWasNotSighted() {
    assertThat(differing(FAILED)).contains(FAILURES);

    recorded.add(Topic.SIGHTINGS, "", sighting("r4", "upstream-failure", "echo/echo-small"));

    assertThat(differing(FAILED)).doesNotContain(FAILURES);
  }

  private Reconciliation.Line alerts(Told... told) {
    return line(ALERTS, told);
  }

  private Reconciliation.Line line(String what, Told... told) {
    return Reconciliation.of(List.of(told), recorded).stream()
        .filter(line -> line.what().equals(what))
        .findFirst()
        .orElseThrow();
  }

  private List<String> differing(Told... told) {
    return Stream.of(Reconciliation.of(List.of(told), recorded))
        .flatMap(List::stream)
        .filter(line -> !line.agrees())
        .map(Reconciliation.Line::what)
        .toList();
  }

  private Reconciliation.Line chains() {
    return line(CHAINS);
  }

  private static QuotaState quota(String team, long spent) {
    return QuotaState.newBuilder()
        .setTeam(team)
        .setPolicyId("daily")
        .setUnit("tokens")
        .setWindowStart(Instant.EPOCH)
        .setLimit(1_000)
        .setMode("hard")
        .setSpent(spent)
        .setVersion(1)
        .setPolicyVersion(1)
        .setSeen(Map.of())
        .setUpdatedAt(Instant.EPOCH)
        .build();
  }

  private static Alert alert(int activity, String subject) {
    return Alert.newBuilder()
        .setFindingUid("pii/support/" + subject)
        .setActivityId(activity)
        .setSeverityId(2)
        .setTime(Instant.EPOCH)
        .setType("pii")
        .setSubject(subject)
        .setTitle("card")
        .setDescription("")
        .setOrganisation("acme")
        .setTeam("support")
        .setEvidence(List.of())
        .build();
  }

  private static AlertSource sighting(String requestId, String type, String subject) {
    Sighting sighting =
        Sighting.newBuilder()
            .setEventId(type + '/' + requestId)
            .setTime(Instant.EPOCH)
            .setOrganisation("acme")
            .setTeam("support")
            .setType(type)
            .setSubject(subject)
            .setSeverityId(2)
            .setTitle("")
            .setDescription("")
            .setRequestId(requestId)
            .build();
    return AlertSource.newBuilder().setSighting(sighting).build();
  }

  private static AuditEntry entry(long index, ByteBuffer previous) {
    return AuditChain.seal(
        AuditEntry.newBuilder()
            .setChain("3")
            .setIndex(index)
            .setPreviousHash(previous)
            .setLeafHash(ByteBuffer.allocate(0))
            .setRequestId("r" + index)
            .setTime(Instant.EPOCH)
            .setOrganisation("acme")
            .setTeam("search")
            .setKeyId("k1")
            .setOperation("POST /v1/chat/completions")
            .setModel("echo-small")
            .setOutcome(Outcome.COMPLETED)
            .setStatus(200)
            .setPolicyVersion(1)
            .setPromptHash(ByteBuffer.wrap(new byte[32]))
            .setResponseHash(ByteBuffer.wrap(new byte[32]))
            .setFrames(1)
            .setEndedAt(Instant.EPOCH)
            .build());
  }

  private static Admission admission(String requestId) {
    return Admission.newBuilder()
        .setEventId(requestId + "/admission")
        .setRequestId(requestId)
        .setOrganisation("acme")
        .setTeam("")
        .setKeyId("")
        .setProxyId("proxy-1")
        .setProxyEpoch(1)
        .setDecidedAt(Instant.EPOCH)
        .setDecision(Decision.REFUSED)
        .setStatus(401)
        .setRequestedModel("")
        .setReservedTokens(0)
        .setPolicyVersion(1)
        .setLimits(List.of())
        .build();
  }
}
