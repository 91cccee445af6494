package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuotaFeedbackTest extends LogCase {

  private static final String DAILY = "{id: daily, unit: tokens, window: day, max: 1000}";
  private static final String CALLS = "{id: calls, unit: requests, window: minute, max: 60}";

  @BeforeEach
  void prepare() {
    log.policy(1, policy(DAILY));
  }

  @Test
  void tellsWhatTheTeamHasSpentAfterEachUsage() {
    write(Samples.usage("r1", 100, 20, NOON).setSequence(1));
    write(Samples.usage("r2", 3, 4, NOON).setSequence(2).setReasoningTokens(5));

    List<TestRecord<String, QuotaState>> states = log.records(Topic.QUOTA_STATE);
    assertThat(states).extracting(TestRecord::key).containsOnly("search|daily|1795305600");
    assertThat(states).extracting(s -> s.value().getSpent()).containsExactly(120L, 132L);
    QuotaState last = states.getLast().value();
    assertThat(last.getSeen()).isEqualTo(Map.of("p1:1000", 2L));
    assertThat(last.getLimit()).isEqualTo(1000);
    assertThat(last.getVersion()).isEqualTo(2);
    assertThat(last.getWindowEnd()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
  }

  @Test
  void stampsItsStatesAsCloudEvents() {
    write(Samples.usage("r1", 1, 1, NOON));

    var headers = log.<QuotaState>records(Topic.QUOTA_STATE).getFirst().headers();
    assertThat(Harness.header(headers, "ce_type")).isEqualTo("dev.weir.quota-state.v1");
    assertThat(Harness.header(headers, "ce_id")).isEqualTo("search|daily|1795305600/1");
  }

  @Test
  void countsRepeatedUsageOnce() {
    Usage usage = Samples.usage("r1", 100, 20, NOON).build();
    log.write(Topic.TOKEN_COUNTS, "search", usage);
    log.write(Topic.TOKEN_COUNTS, "search", usage);

    assertThat(log.<QuotaState>values(Topic.QUOTA_STATE))
        .extracting(QuotaState::getSpent)
        .containsExactly(120L);
    assertThat(log.count("weir.processors.duplicates")).isEqualTo(1);
  }

  @Test
  void startsAgainInTheNextWindowAndStillTakesLateUsage() {
    log.policy(1, policy(CALLS));
    write(Samples.usage("r1", 1, 1, NOON));
    write(Samples.usage("r2", 1, 1, NOON.plusSeconds(60)));
    write(Samples.usage("r3", 1, 1, NOON.plusSeconds(59)));

    assertThat(log.<QuotaState>values(Topic.QUOTA_STATE))
        .extracting(QuotaState::getSpent)
        .containsExactly(1L, 1L, 2L);
  }

  @Test
  void countsNoRequestForARefusalButMarksItSeen() {
    log.policy(1, policy(CALLS));
    write(Samples.usage("r1", 0, 0, NOON).setOutcome(Outcome.REFUSED).setSequence(9));

    QuotaState state = log.<QuotaState>values(Topic.QUOTA_STATE).getFirst();
    assertThat(state.getSpent()).isZero();
    assertThat(state.getSeen()).isEqualTo(Map.of("p1:1000", 9L));
  }

  @Test
  void followsALimitThatIsRaisedAndOneThatIsAdded() {
    write(Samples.usage("r1", 100, 0, NOON));
    log.policy(2, policy("{id: daily, unit: tokens, window: day, max: 5000}", CALLS));
    write(Samples.usage("r2", 1, 0, NOON).setPolicyVersion(2));

    assertThat(log.<QuotaState>values(Topic.QUOTA_STATE))
        .extracting(s -> s.getPolicyId() + " " + s.getSpent() + " of " + s.getLimit())
        .containsExactly("daily 100 of 1000", "daily 101 of 5000", "calls 1 of 60");
  }

  @Test
  void countsUsageUnderAPolicyThatIsNotKnownYetAndSaysSo() {
    write(Samples.usage("r1", 100, 0, NOON).setPolicyVersion(2));

    assertThat(log.<QuotaState>values(Topic.QUOTA_STATE)).hasSize(1);
    assertThat(log.count("weir.processors.policy.behind")).isEqualTo(1);
  }

  @Test
  void forgetsAProxysFormerSelf() {
    write(Samples.usage("r1", 1, 0, NOON).setSequence(7));
    write(Samples.usage("r2", 1, 0, NOON).setProxyEpoch(2_000).setSequence(1));
    write(Samples.usage("r3", 1, 0, NOON).setSequence(8));
    write(Samples.usage("r4", 1, 0, NOON).setProxyId("p2").setSequence(1));

    assertThat(log.<QuotaState>values(Topic.QUOTA_STATE).getLast().getSeen())
        .isEqualTo(Map.of("p1:2000", 1L, "p2:1000", 1L));
  }

  @Test
  void deletesTheStateOfAWindowAnHourAfterItsEnd() {
    log.policy(1, policy(CALLS));
    write(Samples.usage("r1", 1, 1, NOON));
    log.records(Topic.QUOTA_STATE);

    log.advance(Duration.ofMinutes(63));

    assertThat(log.<QuotaState>records(Topic.QUOTA_STATE))
        .singleElement()
        .satisfies(tombstone -> assertThat(tombstone.value()).isNull())
        .extracting(TestRecord::key)
        .isEqualTo("search|calls|" + NOON.getEpochSecond());
    write(Samples.usage("r2", 1, 1, NOON));
    assertThat(log.records(Topic.QUOTA_STATE)).isEmpty();
    assertThat(log.count("weir.processors.usage.late")).isEqualTo(1);
  }

  @Test
  void addsUpWhateverTheOrderAndTheRepetitions() {
    for (long seed = 0; seed < 20; seed++) {
      log.policy(1, policy("{id: seed-%d, unit: tokens, window: day, max: 1}".formatted(seed)));
      Random random = new Random(seed);
      List<Usage> usage = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Instant at = NOON.plusSeconds(random.nextLong(-3600, 3600));
        usage.add(Samples.usage(seed + "/" + i, random.nextLong(10_000), 0, at).build());
      }
      long sum = usage.stream().mapToLong(Usage::getInputTokens).sum();
      usage.addAll(List.copyOf(usage).subList(10, 30));
      Collections.shuffle(usage, random);

      usage.forEach(event -> log.write(Topic.TOKEN_COUNTS, "search", event));

      assertThat(log.<QuotaState>values(Topic.QUOTA_STATE).getLast().getSpent())
          .as("seed %d", seed)
          .isEqualTo(sum);
    }
  }

  private void write(Usage.Builder usage) {
    log.write(Topic.TOKEN_COUNTS, usage.getTeam(), usage.build());
  }

  private static String policy(String... limits) {
    return """
    organisation: acme
    providers:
      echo: {builtin: echo}
    models:
      echo-small: {provider: echo}
    teams:
      search:
        limits:
          - %s
    """
        .formatted(String.join("\n      - ", limits));
  }
}
