package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.DemandLine;
import dev.weir.schemas.event.GrantAnswer;
import dev.weir.schemas.event.QuotaDemand;
import dev.weir.schemas.event.QuotaGrant;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The grantor as proxies meet it: demands in, grants out. */
class QuotaGrantsTest extends LogCase {

  private static final Instant DAY = Instant.parse("2026-11-22T00:00:00Z");

  private static final int SWEPT_AT_A_TIME = 5_000;

  @BeforeEach
  void prepare() {
    log.policy(1, POLICY);
  }

  @Test
  void givesAProxyWhatItsRequestsNeed() {
    demand("p1", 1, line("daily", 100, 300, 0, 0));

    TestRecord<String, QuotaGrant> record = log.<QuotaGrant>records(Topic.QUOTA_GRANTS).getFirst();
    assertThat(record.key()).isEqualTo("search|daily|1795305600|p1:1000");
    assertThat(record.value().getGranted()).isEqualTo(300);
    assertThat(record.value().getConsidered()).isEqualTo(1);
    assertThat(record.value().getAnswer()).isEqualTo(GrantAnswer.GRANTED);
    assertThat(record.value().getLeft()).isEqualTo(1_000);
  }

  @Test
  void neverGivesMoreThanTheLimitToAllTogether() {
    demand("p1", 1, line("daily", 600, 600, 0, 0));
    demand("p2", 1, line("daily", 600, 600, 0, 0));
    demand("p2", 2, line("daily", 300, 600, 0, 0));

    assertThat(log.<QuotaGrant>values(Topic.QUOTA_GRANTS))
        .filteredOn(grant -> grant.getConsidered() == 1 || grant.getProxyId().equals("p2"))
        .extracting(grant -> grant.getProxyId() + " " + grant.getGranted())
        .contains("p1 600", "p2 400")
        .doesNotContain("p2 600");
  }

  @Test
  void countsWhatWasSpentBeforeTheFirstDemandAndWhatOrphansHaveSpent() {
    log.write(
        Topic.TOKEN_COUNTS,
        "search",
        Samples.usage("r1", 500, 200, NOON).setStartedAt(NOON).build());
    demand("p1", 1, line("daily", 300, 300, 0, 0));

    assertThat(log.<QuotaGrant>values(Topic.QUOTA_GRANTS))
        .singleElement()
        .satisfies(grant -> {
          assertThat(grant.getGranted()).isEqualTo(300);
          assertThat(grant.getLeft()).isEqualTo(300);
        });
  }

  @Test
  void tellsAProxyThatTheLimitIsExhaustedOnceOthersHaveGivenBack() {
    demand("p1", 1, line("daily", 0, 0, 1_500, 0));
    long stored = granted("p1");
    assertThat(stored).isEqualTo(500);
    demand("p2", 1, line("daily", 900, 900, 0, 0));
    assertThat(log.<QuotaGrant>values(Topic.QUOTA_GRANTS))
        .extracting(grant -> grant.getProxyId() + " " + grant.getAnswer() + " " + grant.getScarce())
        .contains("p2 PENDING true");

    DemandLine back = DemandLine.newBuilder(line("daily", 0, 0, 0, 500)).setRecallSeen(1).build();
    demand("p1", 2, back);

    assertThat(granted("p2")).isEqualTo(900);
  }

  @Test
  void answersARepeatedOrOvertakenDemandWithNothingNew() {
    demand("p1", 2, line("daily", 100, 100, 0, 0));
    log.records(Topic.QUOTA_GRANTS);

    demand("p1", 2, line("daily", 100, 100, 0, 0));
    demand("p1", 1, line("daily", 900, 900, 0, 0));

    assertThat(log.<QuotaGrant>values(Topic.QUOTA_GRANTS))
        .allSatisfy(grant -> assertThat(grant.getGranted()).isEqualTo(100));
  }

  @Test
  void keepsALimitOfTheOrganisationOverItsTeams() {
    log.write(Topic.TOKEN_COUNTS, "search", Samples.usage("r1", 1_000, 0, NOON).build());
    log.write(Topic.TOKEN_COUNTS, "ads", Samples.usage("r2", 500, 0, NOON).setTeam("ads").build());
    log.write(
        Topic.QUOTA_DEMAND,
        "*",
        demandOf("p1", 1, line("all", 1_000, 1_000, 0, 0)).setOwner("*").build());

    assertThat(log.<QuotaGrant>values(Topic.QUOTA_GRANTS))
        .singleElement()
        .satisfies(grant -> {
          assertThat(grant.getLeft()).isEqualTo(500);
          assertThat(grant.getAnswer()).isEqualTo(GrantAnswer.EXHAUSTED);
        });
  }

  @Test
  void takesBackWhatADeadProxyHeldWhenAllThatItSpentIsKnown() {
    demand("p1", 1, line("daily", 800, 800, 0, 0));
    QuotaDemand.Builder successor =
        demandOf("p1", 1, line("daily", 0, 0, 0, 0))
            .setProxyEpoch(2_000)
            .setFormerStartsInLog(true);
    log.write(Topic.QUOTA_DEMAND, "search", successor.build());

    log.settled.add("p1:1000");
    log.advance(Duration.ofMinutes(1));

    successor.setNumber(2).setLines(List.of(line("daily", 900, 900, 0, 0)));
    log.write(Topic.QUOTA_DEMAND, "search", successor.build());
    assertThat(granted("p1")).isEqualTo(900);
  }

  @Test
  void holdsWhatADeadProxyHeldWhileItsExchangesAreNotAllClosed() {
    demand("p1", 1, line("daily", 800, 800, 0, 0));
    QuotaDemand.Builder successor =
        demandOf("p1", 1, line("daily", 0, 0, 0, 0))
            .setProxyEpoch(2_000)
            .setFormerStartsInLog(true);
    log.write(Topic.QUOTA_DEMAND, "search", successor.build());

    log.advance(Duration.ofHours(5));

    successor.setNumber(2).setLines(List.of(line("daily", 900, 900, 0, 0)));
    log.write(Topic.QUOTA_DEMAND, "search", successor.build());
    assertThat(granted("p1")).isLessThan(900);
  }

  @Test
  void forgetsTheAccountOfARunThatNobodyHasUsedForLong() {
    log.write(
        Topic.TOKEN_COUNTS,
        "search",
        Samples.usage("r1", 50, 0, NOON).setStartedAt(NOON).setAgentRun("run-1").build());
    demand("p1", 1, line("per-run/agent-run=run-1", 50, 50, 0, 0));
    assertThat(granted("p1")).isEqualTo(50);
    log.records(Topic.QUOTA_STATE);

    log.advance(Duration.ofDays(36));

    assertThat(log.<QuotaState>records(Topic.QUOTA_STATE))
        .filteredOn(record -> record.value() == null)
        .extracting(TestRecord::key)
        .contains("search|per-run/agent-run=run-1|0");
    assertThat(log.<QuotaGrant>records(Topic.QUOTA_GRANTS))
        .filteredOn(record -> record.value() == null)
        .extracting(TestRecord::key)
        .contains("search|per-run/agent-run=run-1|0|p1:1000");
  }

  @Test
  void knowsWhatWasSpentOfALimitThatIsTakenOutOfThePolicyAndBroughtBack() {
    log.write(
        Topic.TOKEN_COUNTS,
        "search",
        Samples.usage("r1", 500, 200, NOON).setStartedAt(NOON).build());
    log.policy(2, POLICY.replace("id: daily", "id: other"));
    log.advance(Duration.ofMinutes(5));
    log.policy(3, POLICY);

    demand("p1", 1, line("daily", 400, 400, 0, 0));

    assertThat(log.<QuotaGrant>values(Topic.QUOTA_GRANTS))
        .filteredOn(grant -> grant.getAccount().equals("daily"))
        .last()
        .satisfies(grant -> {
          assertThat(grant.getAnswer()).isEqualTo(GrantAnswer.EXHAUSTED);
          assertThat(grant.getLeft()).isEqualTo(300);
        });
  }

  @Test
  void forgetsALimitThatIsOutOfThePolicyForAsLongAsUsageIsKept() {
    demand("p1", 1, line("daily", 50, 50, 0, 0));
    log.records(Topic.QUOTA_GRANTS);
    log.policy(2, POLICY.replace("id: daily", "id: other"));

    log.advance(Duration.ofDays(36));

    assertThat(log.<QuotaGrant>records(Topic.QUOTA_GRANTS))
        .filteredOn(record -> record.value() == null)
        .extracting(TestRecord::key)
        .containsExactly("search|daily|1795305600|p1:1000");
  }

  @Test
  void deletesTheStateOfATotalWhoseLimitIsGoneForLong() {
    log.write(Topic.TOKEN_COUNTS, "search", Samples.usage("r1", 50, 0, NOON).build());
    log.policy(2, POLICY.replace("id: all", "id: other"));
    log.advance(Duration.ofMinutes(5));
    assertThat(log.<QuotaState>records(Topic.QUOTA_STATE))
        .noneMatch(record -> record.value() == null);

    log.advance(Duration.ofDays(36));

    assertThat(log.<QuotaState>records(Topic.QUOTA_STATE))
        .filteredOn(record -> record.value() == null)
        .extracting(TestRecord::key)
        .contains("*|all|0");
  }

  @Test
  void looksAtSoManyAccountsAtATime() {
    List<DemandLine> lines =
        IntStream.rangeClosed(0, SWEPT_AT_A_TIME)
            .mapToObj(run -> line("per-run/agent-run=" + run, 1, 1, 0, 0))
            .toList();
    log.write(
        Topic.QUOTA_DEMAND, "search", demandOf("p1", 1, lines.getFirst()).setLines(lines).build());
    log.records(Topic.QUOTA_GRANTS);

    log.advance(Duration.ofDays(36));
    assertThat(log.records(Topic.QUOTA_GRANTS)).hasSize(SWEPT_AT_A_TIME);

    log.advance(Duration.ofSeconds(5));
    assertThat(log.records(Topic.QUOTA_GRANTS)).hasSize(1);
  }

  @Test
  void fillsARatesBucketEvenlyAndNoFurther() {
    demand("p1", 1, line("calls", 100, 100, 0, 0));
    assertThat(granted("p1")).isEqualTo(100);
    demand("p1", 11, reserved(100, 0));

    log.advance(Duration.ofSeconds(6));
    demand("p1", 12, reserved(100, 140));
    assertThat(granted("p1")).as("10 of 100 a minute have flowed in").isEqualTo(100);

    demand("p1", 13, reserved(100, 110));
    assertThat(granted("p1")).isEqualTo(110);
  }

  @Test
  void keepsNothingOfABucketThatOnlyTimeFills() {
    demand("p1", 1, line("calls", 100, 100, 0, 0));
    demand("p1", 2, reserved(100, 0));
    assertThat(log.keptOf("quota-escrow")).isEqualTo(2);

    log.advance(Duration.ofSeconds(20));
    assertThat(log.keptOf("quota-escrow")).isZero();

    demand("p1", 3, reserved(100, 134));
    assertThat(granted("p1")).as("33 of 100 a minute have flowed in").isEqualTo(100);
    demand("p1", 4, reserved(100, 133));
    assertThat(granted("p1")).isEqualTo(133);
  }

  private static DemandLine reserved(long held, long needed) {
    return new DemandLine("calls", Instant.EPOCH, 0L, held, 0L, needed, needed, 0L, 0L, 1L, 0L);
  }

  private long granted(String proxy) {
    return log.<QuotaGrant>values(Topic.QUOTA_GRANTS).stream()
        .filter(grant -> grant != null && grant.getProxyId().equals(proxy))
        .reduce((first, second) -> second)
        .orElseThrow()
        .getGranted();
  }

  private void demand(String proxy, long number, DemandLine line) {
    log.write(Topic.QUOTA_DEMAND, "search", demandOf(proxy, number, line).build());
  }

  private static QuotaDemand.Builder demandOf(String proxy, long number, DemandLine line) {
    return QuotaDemand.newBuilder(
        new QuotaDemand("search", proxy, 1_000L, number, false, List.of(line), NOON, 1L));
  }

  private static DemandLine line(
      String account, long smallest, long needed, long wanted, long returned) {
    Instant window = account.equals("daily") ? DAY : Instant.EPOCH;
    return new DemandLine(account, window, 0L, 0L, returned, smallest, needed, wanted, 0L, 0L, 0L);
  }

  private static final String POLICY =
      """
      organisation: acme
      providers:
        echo: {builtin: echo}
      models:
        echo-small: {provider: echo}
      limits:
        - {id: all, unit: tokens, window: total, max: 2000}
      teams:
        search:
          limits:
            - {id: daily, unit: tokens, window: day, max: 1000}
            - {id: per-run, unit: tokens, window: total, max: 100, each: [agent-run]}
            - {id: calls, unit: tokens, window: minute, max: 100}
        ads: {}
      """;
}
