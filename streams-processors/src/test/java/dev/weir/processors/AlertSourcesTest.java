package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.Coverage;
import dev.weir.schemas.event.Decision;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.PassedLimit;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What alerts are made of: findings, failures of providers, keys, limits, records that are not
 * whole.
 */
class AlertSourcesTest extends AlertCase {

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
  void findsFailuresThatAFixedStretchWouldCutInTwo() {
    fail(NOON);
    log.advance(Duration.ofMinutes(6));
    for (int second : List.of(295, 296, 301, 302, 303)) {
      fail(NOON.plusSeconds(second));
    }

    assertThat(alerts()).extracting(Alert::getActivityId).containsExactly(CREATE);
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
}
