package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertOrder;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.AlertStatus;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.event.ControlAction;
import dev.weir.schemas.event.ControlOrder;
import dev.weir.schemas.event.Coverage;
import dev.weir.schemas.event.Decision;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.PassedLimit;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.Sighting;
import dev.weir.schemas.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertLivesTest {

  private static final int CREATE = 1;
  private static final int UPDATE = 2;
  private static final int CLOSE = 3;

  private Harness log;
  private int requests;

  @BeforeEach
  void open(@TempDir Path directory) {
    log = new Harness(directory);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void makesOneAlertOfAllThatIsSeenOfTheSame() {
    for (int i = 0; i < 150; i++) {
      see("pii", "email-address", 3);
    }
    see("pii", "phone-number", 3);

    List<Alert> told = alerts();
    assertThat(told)
        .extracting(Alert::getSubject, Alert::getActivityId, Alert::getCount, Alert::getRevision)
        .containsExactly(
            tuple("email-address", CREATE, 1L, 0),
            tuple("email-address", UPDATE, 10L, 1),
            tuple("email-address", UPDATE, 100L, 2),
            tuple("phone-number", CREATE, 1L, 0));
    assertThat(told.subList(0, 3))
        .extracting(Alert::getFindingUid)
        .containsOnly("pii/search/email-address/" + NOON);
    assertThat(told.get(2).getRequestIds()).startsWith("r90").endsWith("r99").hasSize(10);
    assertThat(told.get(2).getRequestId()).isEqualTo("r0");
  }

  @Test
  void closesWhatIsNotSeenForAnHourAndOpensAnotherOneThen() {
    see("pii", "email-address", 3);
    log.advance(Duration.ofMinutes(50));
    see("pii", "email-address", 3);
    log.advance(Duration.ofMinutes(50));
    assertThat(alerts()).hasSize(1);

    log.advance(Duration.ofMinutes(11));
    assertThat(alerts())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.getActivityId()).isEqualTo(CLOSE);
          assertThat(it.getStatus()).isEqualTo(AlertStatus.CLOSED);
          assertThat(it.getCount()).isEqualTo(2);
          assertThat(it.getFirstSeen()).isEqualTo(NOON);
          assertThat(it.getLastSeen()).isEqualTo(NOON.plus(Duration.ofMinutes(50)));
        });

    see("pii", "email-address", 3);
    assertThat(alerts())
        .extracting(Alert::getActivityId, Alert::getCount)
        .containsExactly(tuple(CREATE, 1L));
  }

  @Test
  void doesNotCloseASecretForBeingQuiet() {
    see("secret", "github-token/00", 4);
    log.advance(Duration.ofDays(20));

    assertThat(alerts()).extracting(Alert::getActivityId).containsExactly(CREATE);
  }

  @Test
  void tellsThatItHasBecomeMoreSevere() {
    see("guardrail", "pci", 3);
    see("guardrail", "pci", 4);
    see("guardrail", "pci", 3);

    assertThat(alerts())
        .extracting(Alert::getActivityId, Alert::getSeverityId)
        .containsExactly(tuple(CREATE, 3), tuple(UPDATE, 4));
  }

  @Test
  void callsNobodyForAFewFailuresOfAProvider() {
    for (int i = 0; i < 4; i++) {
      see("upstream-failure", "openai/gpt-5", 3);
    }
    log.advance(Duration.ofMinutes(6));
    for (int i = 0; i < 4; i++) {
      see("upstream-failure", "openai/gpt-5", 3);
    }
    assertThat(alerts()).isEmpty();

    see("upstream-failure", "openai/gpt-5", 3);
    assertThat(alerts())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.getActivityId()).isEqualTo(CREATE);
          assertThat(it.getCount()).isEqualTo(5);
          assertThat(it.getFirstSeen()).isEqualTo(NOON.plus(Duration.ofMinutes(6)));
          assertThat(it.getRequestId()).isEqualTo("r4");
          assertThat(it.getRequestIds()).containsExactly("r4", "r5", "r6", "r7", "r8");
        });

    log.advance(Duration.ofMinutes(11));
    assertThat(alerts()).extracting(Alert::getActivityId).containsExactly(CLOSE);
  }

  @Test
  void tellsWhoIsAtIt() {
    see("secret", "github-token/00", 4);
    Alert opened = alerts().getFirst();

    say(opened, AlertStatus.ACKNOWLEDGED, "kim", "rotating it");

    assertThat(alerts())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.getFindingUid()).isEqualTo(opened.getFindingUid());
          assertThat(it.getActivityId()).isEqualTo(UPDATE);
          assertThat(it.getStatus()).isEqualTo(AlertStatus.ACKNOWLEDGED);
          assertThat(it.getAssignee()).isEqualTo("kim");
          assertThat(it.getNote()).isEqualTo("rotating it");
          assertThat(it.getChangedBy()).isEqualTo("jo");
        });
    see("secret", "github-token/00", 4);
    assertThat(alerts()).isEmpty();
  }

  @Test
  void opensAnotherOneAfterAnOperatorHasClosedIt() {
    see("secret", "github-token/00", 4);
    say(alerts().getFirst(), AlertStatus.CLOSED, "", "rotated");
    assertThat(alerts())
        .extracting(Alert::getActivityId, Alert::getStatus)
        .containsExactly(tuple(CLOSE, AlertStatus.CLOSED));

    log.advance(Duration.ofMinutes(1));
    see("secret", "github-token/00", 4);
    assertThat(alerts()).extracting(Alert::getActivityId).containsExactly(CREATE);
  }

  @Test
  void raisesAFalsePositiveNoMoreUntilThatIsTakenBack() {
    see("secret", "github-token/00", 4);
    Alert opened = alerts().getFirst();
    say(opened, AlertStatus.FALSE_POSITIVE, "", "a key of the manual");
    assertThat(alerts())
        .extracting(Alert::getActivityId, Alert::getStatus)
        .containsExactly(tuple(CLOSE, AlertStatus.FALSE_POSITIVE));

    see("secret", "github-token/00", 4);
    see("secret", "github-token/01", 4);
    assertThat(alerts()).extracting(Alert::getSubject).containsExactly("github-token/01");
    assertThat(log.count("weir.processors.sightings.muted")).isEqualTo(1);

    say(opened, AlertStatus.NEW, "", "");
    see("secret", "github-token/00", 4);
    assertThat(alerts()).extracting(Alert::getSubject).containsExactly("github-token/00");
  }

  @Test
  void raisesAFalsePositiveAgainWhenItsTimeIsOver() {
    see("secret", "github-token/00", 4);
    say(
        alerts().getFirst(),
        AlertStatus.FALSE_POSITIVE,
        "",
        "",
        log.now().plus(Duration.ofDays(90)));
    assertThat(alerts()).hasSize(1);

    log.advance(Duration.ofDays(89));
    see("secret", "github-token/00", 4);
    assertThat(alerts()).isEmpty();

    log.advance(Duration.ofDays(1));
    see("secret", "github-token/00", 4);
    assertThat(alerts()).extracting(Alert::getSubject).containsExactly("github-token/00");
  }

  @Test
  void leavesAnAlertAloneThatAnOrderIsNotOf() {
    see("pii", "email-address", 3);
    Alert other = Alert.newBuilder(alerts().getFirst()).setFindingUid("of yesterday").build();

    say(other, AlertStatus.CLOSED, "", "");

    assertThat(alerts()).isEmpty();
  }

  @Test
  void sealsWhatAnOperatorSays() {
    see("pii", "email-address", 3);
    say(alerts().getFirst(), AlertStatus.FALSE_POSITIVE, "", "");

    assertThat(log.<AuditEntry>values(Topic.AUDIT))
        .extracting(AuditEntry::getChain, AuditEntry::getOperation)
        .containsExactly(tuple("control", "alert alert-mute/pii/search/email-address"));
  }

  @Test
  void makesOneAlertOfAllThatIsTooMuch() {
    for (int i = 0; i < 1_050; i++) {
      see("secret", "aws-key/" + i, 4);
    }

    List<Alert> told = alerts();
    assertThat(told).hasSize(1_000 + 2);
    assertThat(told.get(1_000).getSubject()).isEqualTo("others");
    assertThat(told.get(1_001).getCount()).isEqualTo(10);

    say(told.get(1_001), AlertStatus.FALSE_POSITIVE, "", "");
    see("secret", "aws-key/new", 4);
    see("pii", "email-address", 3);
    assertThat(alerts())
        .extracting(Alert::getSubject, Alert::getActivityId)
        .containsExactly(
            tuple("others", CLOSE), tuple("others", CREATE), tuple("email-address", CREATE));
  }

  @Test
  void countsByTheTimeOfTheEventsAfterAPause() {
    log.advance(Duration.ofHours(8));
    for (int hour = 0; hour < 8; hour++) {
      fail(NOON.plus(Duration.ofHours(hour)));
    }

    assertThat(alerts()).isEmpty();
  }

  @Test
  void findsFailuresThatAFixedStretchWouldCutInTwo() {
    fail(NOON);
    log.advance(Duration.ofMinutes(6));
    for (int second : List.of(295, 296, 301, 302, 303)) {
      fail(NOON.plusSeconds(second));
    }

    assertThat(alerts()).extracting(Alert::getActivityId).containsExactly(CREATE);
  }

  @Test
  void tellsOnceADayOfWhatGoesOn() {
    see("pii", "email-address", 3);
    for (int i = 0; i < 60; i++) {
      log.advance(Duration.ofMinutes(30));
      see("pii", "email-address", 3);
    }

    assertThat(alerts())
        .extracting(Alert::getActivityId, Alert::getCount)
        .containsExactly(tuple(CREATE, 1L), tuple(UPDATE, 10L), tuple(UPDATE, 58L));
  }

  @Test
  void opensAnotherOneWhereAWatcherGoesOnAfterAnOperatorHasClosedItsAlert() {
    watch(CREATE);
    Alert opened = alerts().getFirst();
    say(opened, AlertStatus.CLOSED, "", "");
    log.advance(Duration.ofMinutes(5));
    watch(UPDATE);
    watch(CLOSE);

    List<Alert> told = alerts();
    assertThat(told).extracting(Alert::getActivityId).containsExactly(CLOSE, CREATE, CLOSE);
    assertThat(told.get(1).getFindingUid())
        .isEqualTo(told.get(2).getFindingUid())
        .isNotEqualTo(opened.getFindingUid());
  }

  @Test
  void letsAWatcherCloseWhatIsMuted() {
    watch(CREATE);
    Alert other = Alert.newBuilder(alerts().getFirst()).setFindingUid("of last week").build();
    say(other, AlertStatus.FALSE_POSITIVE, "", "");
    watch(UPDATE);
    watch(CLOSE);

    assertThat(alerts())
        .extracting(Alert::getActivityId, Alert::getStatus)
        .containsExactly(tuple(CLOSE, AlertStatus.FALSE_POSITIVE));
  }

  private void watch(int activityId) {
    log.write(
        Topic.SIGHTINGS,
        "search",
        AlertSource.newBuilder()
            .setAlert(
                Alert.newBuilder()
                    .setFindingUid("anomaly/team/search/tokens/" + NOON)
                    .setActivityId(activityId)
                    .setSeverityId(3)
                    .setTime(log.now())
                    .setTitle("Unusually high tokens")
                    .setDescription("Team search")
                    .setType("anomaly")
                    .setOrganisation("acme")
                    .setTeam("search")
                    .setSubject("team/search/tokens")
                    .build())
            .build());
  }

  private void fail(Instant at) {
    see("upstream-failure", "openai/gpt-5", 3, at);
  }

  @Test
  void tellsWhatGuardsFoundAndWhatTheyDidNotSee() {
    log.write(
        Topic.PROMPTS,
        "r1",
        Prompt.newBuilder(Samples.prompt("r1", "{}", NOON))
            .setCoverage(
                List.of(
                    new Coverage(
                        "pci", "prompt", 9L, 9L, "found", "block", List.of("payment-card")),
                    new Coverage("slow", "prompt", 4L, 9L, "timed-out", "mask", List.of()),
                    new Coverage("calm", "prompt", 9L, 9L, "clean", "block", List.of()),
                    new Coverage("late", "prompt", 0L, 9L, "skipped", "block", List.of())))
            .build());

    List<Alert> told = alerts();
    assertThat(told)
        .extracting(Alert::getType, Alert::getSubject, Alert::getSeverityId)
        .containsExactly(
            tuple("guardrail", "pci/prompt", 3), tuple("guardrail", "slow/prompt/missed", 3));
    assertThat(told.getFirst().getDescription()).contains("payment-card", "team search");
  }

  @Test
  void tellsThatTheRecordsOfAnExchangeAreNotWhole() {
    log.write(Topic.RESPONSE_CHUNKS, "r1", Samples.lastFrame("r1", 0, Outcome.ORPHANED, NOON));
    log.advance(Duration.ofMinutes(21));

    assertThat(alerts())
        .extracting(Alert::getType, Alert::getSubject)
        .containsExactly(tuple("log-loss", "end"), tuple("audit-gap", "prompt"));
  }

  @Test
  void tellsAProviderThatFailsAndNotACallersOwnFault() {
    for (int i = 0; i < 5; i++) {
      use("bad" + i, Outcome.UPSTREAM_ERROR, 400);
      use("limited" + i, Outcome.UPSTREAM_ERROR, 429);
    }

    assertThat(alerts())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.getFindingUid()).startsWith("upstream-failure/search/echo/echo-small/");
          assertThat(it.getDescription()).contains("status 429");
        });
  }

  @Test
  void tellsThatTheCredentialOfAProviderIsRefused() {
    for (int i = 0; i < 5; i++) {
      use("r" + i, Outcome.UPSTREAM_ERROR, 401);
    }

    assertThat(alerts()).singleElement().extracting(Alert::getSeverityId).isEqualTo(4);
  }

  @Test
  void tellsThatARevokedKeyIsUsedAndWhichOne() {
    turnAway("r1", "k7", "revoked_api_key");
    for (int i = 0; i < 19; i++) {
      turnAway("u" + i, "", "invalid_api_key");
    }

    assertThat(alerts())
        .extracting(Alert::getFindingUid, Alert::getSeverityId)
        .containsExactly(tuple("key-misuse//revoked/k7/" + NOON, 4));
    turnAway("u19", "", "invalid_api_key");
    assertThat(alerts())
        .extracting(Alert::getFindingUid)
        .containsExactly("key-misuse//unknown/" + NOON);
  }

  @ParameterizedTest
  @CsvSource({
    "tokens,     hour,   soft,    '100 tokens per hour'",
    "usd,        minute, soft,    '100 usd per minute'",
    "concurrent, total,  soft,    '100 requests in flight'",
    "tokens,     hour,   observe, ",
    "tokens,     day,    soft,    "
  })
  void tellsOfASoftLimitThatIsPassedWhereItIsNoBudget(
      String unit, String window, String mode, @Nullable String told) {
    for (int i = 0; i < 3; i++) {
      goOnBeyond("r" + i, new PassedLimit("search", "watched", unit, window, mode, 100L, 150L));
    }
    List<Alert> alerts = alerts();

    if (told == null) {
      assertThat(alerts).isEmpty();
      return;
    }
    assertThat(alerts)
        .singleElement()
        .satisfies(it -> {
          assertThat(it.getFindingUid()).isEqualTo("limit/search/watched/" + NOON);
          assertThat(it.getDescription()).endsWith("beyond limit 'watched' of " + told);
          assertThat(it.getObserved()).isEqualTo(150);
        });
    assertThat(log.records(Topic.SIGHTINGS)).as("once a minute").hasSize(1);
  }

  private void goOnBeyond(String requestId, PassedLimit passed) {
    log.write(
        Topic.ADMISSIONS,
        requestId,
        Admission.newBuilder(admission(requestId, "", "", Decision.ADMITTED))
            .setTeam("search")
            .setPassed(List.of(passed))
            .build());
  }

  private void use(String requestId, Outcome outcome, int status) {
    log.write(
        Topic.TOKEN_COUNTS,
        "search",
        Samples.usage(requestId, 0, 0, log.now()).setOutcome(outcome).setStatus(status).build());
  }

  private void turnAway(String requestId, String keyId, String code) {
    log.write(Topic.ADMISSIONS, requestId, admission(requestId, keyId, code, Decision.REFUSED));
  }

  private Admission admission(String requestId, String keyId, String code, Decision decision) {
    return Admission.newBuilder()
        .setEventId(requestId + "/admission")
        .setRequestId(requestId)
        .setOrganisation("")
        .setTeam("")
        .setKeyId(keyId)
        .setProxyId("p1")
        .setProxyEpoch(1)
        .setDecidedAt(log.now())
        .setDecision(decision)
        .setCode(code)
        .setStatus(decision == Decision.REFUSED ? 401 : 0)
        .setRequestedModel("")
        .setReservedTokens(0)
        .setPolicyVersion(0)
        .build();
  }

  private void see(String type, String subject, int severity) {
    see(type, subject, severity, log.now());
  }

  private void see(String type, String subject, int severity, Instant at) {
    String request = "r" + requests++;
    log.write(
        Topic.SIGHTINGS,
        "search",
        AlertSource.newBuilder()
            .setSighting(
                Sighting.newBuilder()
                    .setEventId(type + '/' + subject + '/' + request)
                    .setTime(at)
                    .setOrganisation("acme")
                    .setTeam("search")
                    .setType(type)
                    .setSubject(subject)
                    .setSeverityId(severity)
                    .setTitle("Something")
                    .setDescription("Something of team search")
                    .setRequestId(request)
                    .build())
            .build());
  }

  private void say(Alert alert, AlertStatus status, String assignee, String note) {
    say(alert, status, assignee, note, null);
  }

  private void say(
      Alert alert, AlertStatus status, String assignee, String note, @Nullable Instant until) {
    log.write(
        Topic.CONTROL,
        "alert-mute/" + alert.getType() + '/' + alert.getTeam() + '/' + alert.getSubject(),
        ControlOrder.newBuilder()
            .setAction(ControlAction.ALERT)
            .setReason(note)
            .setOrderedAt(log.now())
            .setOrderedBy("jo")
            .setUntil(until)
            .setAlert(
                new AlertOrder(
                    alert.getFindingUid(),
                    alert.getType(),
                    alert.getTeam(),
                    alert.getSubject(),
                    status,
                    assignee))
            .build());
  }

  private List<Alert> alerts() {
    return log.values(Topic.ALERTS);
  }
}
