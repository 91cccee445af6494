package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.weir.processors.view.GoverningPolicy;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.BurnReport;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetWatchingTest extends LogCase {

  private static final int VALUES_OF_ONE_TEAM = 2_000;
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String MONTHLY = "{id: monthly, unit: tokens, window: month, max: 720_000}";

  @BeforeEach
  void prepare() {
    log.policy(1, policy(MONTHLY, ""));
  }

  @Test
  void reportsHowFastABudgetIsSpent() {
    write(Samples.usage("r1", 1_000, 0, NOON.minus(Duration.ofDays(3))));
    write(Samples.usage("r2", 200, 40, NOON.minus(Duration.ofHours(3))));
    write(Samples.usage("r3", 10, 0, NOON.minusSeconds(90)));
    log.advance(SOON);

    TestRecord<String, BurnReport> record = reports().getLast();
    BurnReport report = record.value();
    assertThat(record.key()).isEqualTo("search|monthly");
    assertThat(report.getSpent()).isEqualTo(1_250);
    assertThat(report.getLastHour()).isEqualTo(10);
    assertThat(report.getLastDay()).isEqualTo(250);
    assertThat(report.getLastWeek()).isEqualTo(1_250);
    assertThat(report.getBurnHour()).isEqualTo(0.01);
    assertThat(report.getBurnDay()).isCloseTo(0.0104, within(0.0001));
    assertThat(report.getForecast().getMethod()).isEqualTo("linear");
    assertThat(report.getForecast().getSpent())
        .isBetween(report.getForecast().getLow(), report.getForecast().getHigh());
    assertThat(report.getWindowEnd()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(Harness.header(record.headers(), "ce_type")).isEqualTo("dev.weir.burn.v1");
  }

  @Test
  void countsRepeatedUsageOnce() {
    Usage usage = Samples.usage("r1", 100, 20, NOON).build();
    log.write(Topic.TOKEN_COUNTS, "search", usage);
    log.write(Topic.TOKEN_COUNTS, "search", usage);
    log.advance(SOON);
    log.write(Topic.TOKEN_COUNTS, "search", usage);
    log.advance(Duration.ofMinutes(5));

    assertThat(reports()).extracting(it -> it.value().getSpent()).containsOnly(120L);
  }

  @Test
  void countsLateUsageWhereItHappened() {
    write(Samples.usage("r1", 100, 0, NOON));
    log.advance(SOON);
    write(Samples.usage("r2", 1_000, 0, NOON.minus(Duration.ofDays(5))));
    write(Samples.usage("r3", 30_000, 0, Instant.parse("2026-10-31T23:59:59Z")));
    log.advance(SOON);

    BurnReport report = reports().getLast().value();
    assertThat(report.getSpent()).isEqualTo(1_100);
    assertThat(report.getLastHour()).isEqualTo(100);
    assertThat(report.getLastWeek()).isEqualTo(1_100);
  }

  @Test
  void comesToTheSameInWhateverOrderUsageComes(@TempDir Path other) {
    var random = new Random(7);
    List<Usage> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Instant at = NOON.minusSeconds(random.nextLong(20L * 24 * 3_600));
      all.add(Samples.usage("r" + i, random.nextLong(500), 1, at).build());
    }
    all.forEach(usage -> log.write(Topic.TOKEN_COUNTS, "search", usage));
    log.advance(SOON);
    BurnReport inOrder = reports().getLast().value();

    Collections.shuffle(all, random);
    try (Harness shuffled = new Harness(other)) {
      shuffled.policy(1, policy(MONTHLY, ""));
      all.forEach(usage -> shuffled.write(Topic.TOKEN_COUNTS, "search", usage));
      shuffled.advance(SOON);

      assertThat(shuffled.<BurnReport>values(Topic.BURN)).last().isEqualTo(inOrder);
    }
  }

  @Test
  void takesAProxyWhoseClockRunsAheadToBeOnTime() {
    write(Samples.usage("r1", 100, 0, NOON.plus(Duration.ofDays(40))));
    log.advance(SOON);

    assertThat(reports().getLast().value().getSpent()).isEqualTo(100);
    assertThat(reports()).isEmpty();
  }

  @Test
  void leavesUsageOutThatClaimsToBeOlderThanUsageIsKept() {
    write(Samples.usage("r1", 100, 0, Instant.EPOCH));
    log.advance(SOON);

    assertThat(reports()).isEmpty();
    assertThat(log.meters.get("weir.processors.usage.late").tag("for", "budget").counter().count())
        .isEqualTo(1);
  }

  @Test
  void tellsEachShareOncePerWindow() {
    write(Samples.usage("r1", 360_000, 0, NOON));
    log.advance(SOON);
    write(Samples.usage("r2", 10_000, 0, NOON));
    log.advance(SOON);
    write(Samples.usage("r3", 360_000, 0, NOON));
    log.advance(SOON);
    log.advance(Duration.ofMinutes(30));

    assertThat(alerts("budget"))
        .extracting(Alert::getSubject, Alert::getSeverityId, Alert::getObserved)
        .containsExactly(
            tuple("monthly/2026-11-01T00:00:00Z/50", 2, 360_000.0),
            tuple("monthly/2026-11-01T00:00:00Z/100", 4, 730_000.0));
    assertThat(log.count("weir.processors.alerts")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void opensABurnAlertAndClosesItWhenItIsOver() {
    for (int minute = 0; minute < 70; minute++) {
      write(Samples.usage("r" + minute, 400, 0, log.now()));
      log.advance(Duration.ofMinutes(1));
    }
    for (int minute = 0; minute < 60; minute++) {
      log.advance(Duration.ofMinutes(1));
    }

    List<Alert> alerts = alerts("burn");
    assertThat(alerts).extracting(Alert::getActivityId).containsExactly(1, 3);
    assertThat(alerts)
        .extracting(Alert::getFindingUid)
        .containsOnly(alerts.getFirst().getFindingUid());
    assertThat(alerts.getFirst().getDescription())
        .contains("Team search spends limit 'monthly'", "1 h and 5 min");
  }

  @Test
  void looksAtBudgetsThatNobodySpendsUntilTheyAreQuiet() {
    write(Samples.usage("r1", 100, 0, NOON));
    log.advance(SOON);
    for (int day = 0; day < 8; day++) {
      log.advance(Duration.ofDays(1));
    }
    List<TestRecord<String, BurnReport>> before = reports();
    assertThat(before.getLast().value().getLastWeek()).isZero();
    assertThat(before.getLast().value().getSpent()).isEqualTo(100);

    log.advance(Duration.ofHours(1));
    assertThat(reports()).isEmpty();

    log.advance(Duration.ofDays(3));
    assertThat(reports())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.value().getWindowStart()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
          assertThat(it.value().getSpent()).isZero();
        });
  }

  @Test
  void deletesTheAccountOfALimitThatIsGone() {
    write(Samples.usage("r1", 100, 0, NOON));
    log.advance(SOON);
    log.policy(2, policy("", ""));
    log.advance(Duration.ofMinutes(5));

    assertThat(reports())
        .last()
        .satisfies(it -> {
          assertThat(it.key()).isEqualTo("search|monthly");
          assertThat(it.value()).isNull();
        });
  }

  @Test
  void keepsItsAccountsWhileNoPolicyIsKnown() {
    write(Samples.usage("r1", 100, 0, NOON));
    log.advance(SOON);
    var _ = reports();
    log.policy = GoverningPolicy.NONE;

    log.advance(Duration.ofMinutes(5));

    assertThat(reports()).isEmpty();
  }

  @Test
  void countsWhatItCollectedBeforeThePolicyWasUnknown() {
    write(Samples.usage("r1", 100, 0, NOON));
    GoverningPolicy known = log.policy;
    log.policy = GoverningPolicy.NONE;
    log.advance(SOON);
    log.policy = known;

    log.advance(SOON);

    assertThat(reports()).last().extracting(it -> it.value().getSpent()).isEqualTo(100L);
  }

  @Test
  void followsABudgetOfTheOrganisationOverItsTeams() {
    log.policy(
        1, policy(MONTHLY, "limits: [{id: all, unit: tokens, window: month, max: 1_000_000}]"));
    write(Samples.usage("r1", 400_000, 0, NOON));
    log.write(
        Topic.TOKEN_COUNTS, "ads", Samples.usage("r2", 150_000, 0, NOON).setTeam("ads").build());
    log.advance(SOON);

    assertThat(reports())
        .filteredOn(it -> it.key().equals("*|all"))
        .last()
        .satisfies(it -> {
          assertThat(it.value().getTeam()).isEqualTo("*");
          assertThat(it.value().getSpent()).isEqualTo(550_000);
        });
    assertThat(alerts("budget"))
        .filteredOn(it -> it.getTeam().equals("*"))
        .extracting(Alert::getDescription)
        .containsExactly(
            "The organisation has used 550000 of 1000000 tokens per month of limit 'all'");
  }

  @Test
  void followsABudgetOfSomeRequests() {
    log.policy(
        1,
        policy(
            "{id: large, unit: tokens, window: month, max: 1000, only: {model: echo-small}},"
                + " {id: ann, unit: tokens, window: month, max: 1000, only: {user: ann}}",
            ""));
    write(Samples.usage("r1", 600, 0, NOON));
    write(Samples.usage("r2", 100, 0, NOON).setUser("ann"));
    log.advance(SOON);

    assertThat(reports())
        .extracting(TestRecord::key, it -> it.value().getSpent())
        .contains(tuple("search|large", 700L), tuple("search|ann", 100L));
  }

  @Test
  void followsABudgetOfEachValueAndForgetsAValueThatNobodyUses() {
    log.policy(1, policy("{id: per-user, unit: tokens, window: day, max: 1000, each: [user]}", ""));
    write(Samples.usage("r1", 900, 0, NOON).setUser("ann"));
    write(Samples.usage("r2", 100, 0, NOON).setUser("b|o"));
    write(Samples.usage("r3", 100, 0, NOON));
    log.advance(SOON);

    assertThat(reports())
        .extracting(TestRecord::key, it -> it.value().getSpent())
        .containsOnly(
            tuple("search|per-user/user=ann", 900L), tuple("search|per-user/user=b%7Co", 100L));
    write(Samples.usage("r4", 200, 0, NOON).setUser("ann"));
    log.advance(SOON);

    assertThat(log.<Alert>values(Topic.ALERTS))
        .filteredOn(it -> Set.of("budget", "burn").contains(it.getType()))
        .as("one value is often in a hurry")
        .extracting(Alert::getDescription)
        .containsExactly(
            "Team search has used 1100 of 1000 tokens per day of limit 'per-user/user=ann'");

    log.advance(Duration.ofDays(9));
    log.advance(Duration.ofMinutes(5));

    assertThat(reports())
        .filteredOn(it -> it.value() == null)
        .extracting(TestRecord::key)
        .containsExactlyInAnyOrder("search|per-user/user=ann", "search|per-user/user=b%7Co");
  }

  @Test
  void followsValuesOfATeamHoweverManyAnotherTeamNames() {
    String perRun = "{id: per-run, unit: tokens, window: total, max: 1000, each: [agent-run]}";
    log.policy(
        1, policy(perRun, "").replace("teams:", "teams:\n  ads:\n    limits: [" + perRun + "]"));
    for (int i = 0; i <= VALUES_OF_ONE_TEAM; i++) {
      write(Samples.usage("r" + i, 10, 0, NOON).setAgentRun("run" + i));
    }
    log.write(
        Topic.TOKEN_COUNTS,
        "ads",
        Samples.usage("other", 10, 0, NOON).setTeam("ads").setAgentRun("mine").build());
    log.advance(SOON);

    assertThat(reports())
        .extracting(TestRecord::key)
        .contains("ads|per-run/agent-run=mine")
        .hasSize(VALUES_OF_ONE_TEAM + 1);
  }

  @Test
  void followsRequestsAndNoRates() {
    log.policy(
        1,
        policy(
            "{id: calls, unit: requests, window: day, max: 10},"
                + "{id: rate, unit: tokens, window: minute, max: 10}",
            ""));
    write(Samples.usage("r1", 100, 0, NOON));
    write(Samples.usage("r2", 0, 0, NOON).setOutcome(Outcome.REFUSED));
    log.advance(SOON);

    assertThat(reports())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.key()).isEqualTo("search|calls");
          assertThat(it.value().getSpent()).isEqualTo(1);
        });
  }

  @Test
  void tellsNothingThatThePolicyDoesNotWant() {
    log.policy(1, policy(MONTHLY, "alerts: {budget: {at: [], burn-rate: false}}"));
    write(Samples.usage("r1", 900_000, 0, NOON));
    log.advance(SOON);

    assertThat(
            log.<Alert>values(Topic.ALERTS).stream()
                .map(Alert::getType)
                .filter(Set.of("budget", "burn")::contains))
        .isEmpty();
    assertThat(reports()).isNotEmpty();
  }

  private List<TestRecord<String, BurnReport>> reports() {
    return log.records(Topic.BURN);
  }

  private List<Alert> alerts(String type) {
    return log.<Alert>values(Topic.ALERTS).stream()
        .filter(it -> it.getType().equals(type))
        .toList();
  }

  private void write(Usage.Builder usage) {
    log.write(Topic.TOKEN_COUNTS, "search", usage.build());
  }

  private static String policy(String limits, String more) {
    return """
    organisation: acme
    providers:
      echo: {builtin: echo}
    models:
      echo-small: {provider: echo}
    teams:
      search:
        limits: [%s]
    %s
    """
        .formatted(limits, more);
  }
}
