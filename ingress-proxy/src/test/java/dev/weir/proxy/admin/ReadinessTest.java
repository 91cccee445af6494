package dev.weir.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReadinessTest {

  private static final Duration FRESH = Duration.ofMillis(1_900);

  @Test
  void showsLagAndAgeOfEachView() {
    var readiness =
        new Readiness(
            List.of(),
            Map.of("weir.policy", 0L, "weir.data-keys", 3L),
            Map.of("weir.policy", FRESH, "weir.data-keys", FRESH));

    assertThat(readiness.json())
        .isEqualTo(
            "{\"ready\":true,\"reasons\":[],\"warnings\":[],"
                + "\"lag\":{\"weir.data-keys\":3,\"weir.policy\":0},"
                + "\"ageSeconds\":{\"weir.data-keys\":1,\"weir.policy\":1}}");
  }

  @Test
  void warnsOfViewsThatAreOldAndStaysReady() {
    var readiness =
        new Readiness(
            List.of(),
            Map.of(),
            Map.of("weir.policy", Duration.ofSeconds(90), "weir.data-keys", FRESH));

    assertThat(readiness.isReady()).isTrue();
    assertThat(readiness.json())
        .startsWith(
            "{\"ready\":true,\"reasons\":[],"
                + "\"warnings\":[\"what is known of weir.policy is 90 s old\"],");
  }

  @Test
  void namesEveryReason() {
    var readiness =
        new Readiness(List.of("draining", "views are not complete"), Map.of(), Map.of());

    assertThat(readiness.isReady()).isFalse();
    assertThat(readiness.json())
        .isEqualTo(
            "{\"ready\":false,\"reasons\":[\"draining\",\"views are not complete\"],"
                + "\"warnings\":[],\"lag\":{},\"ageSeconds\":{}}");
  }

  @Test
  void tellsTheJournalBesideTheViews() {
    var full =
        new Readiness(
            List.of("the journal is full"),
            List.of(),
            Map.of("weir.policy", 2L),
            Map.of("weir.policy", FRESH),
            Optional.of(new Readiness.Journal(900, 1000, 61.4)));

    assertThat(full.json())
        .isEqualTo(
            "{\"ready\":false,\"reasons\":[\"the journal is full\"],\"warnings\":[],"
                + "\"lag\":{\"weir.policy\":2},\"ageSeconds\":{\"weir.policy\":1},"
                + "\"journal\":{\"bytes\":900,\"maxBytes\":1000,\"oldestSeconds\":61}}");
  }

  @Test
  void warnsOfAPolicyThatIsNotInForceAndStaysReady() {
    var readiness =
        new Readiness(
            List.of(),
            List.of("policy version 2 has 1 problem(s) and is ignored"),
            Map.of(),
            Map.of(),
            Optional.empty());

    assertThat(readiness.json())
        .startsWith(
            "{\"ready\":true,\"reasons\":[],"
                + "\"warnings\":[\"policy version 2 has 1 problem(s) and is ignored\"],");
  }
}
