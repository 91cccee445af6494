package dev.weir.processors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnomalyWatchingTest extends LogCase {

  private static final Duration STRETCH = Duration.ofMinutes(5);

  private final SplittableRandom random = new SplittableRandom(1);
  private int requests;

  @Test
  void tellsOneAnomalyFromItsBeginningToItsEndUnderOneId() {
    usualDay();
    use(60_000);
    use(60_000);
    use(300_000);
    for (int i = 0; i < 5; i++) {
      use(5_000);
    }

    List<Alert> told = anomalies("anomaly/team/search/tokens/");
    assertThat(told).extracting(Alert::getActivityId).containsExactly(1, 2, 3);
    assertThat(told).extracting(Alert::getFindingUid).containsOnly(told.getFirst().getFindingUid());
    assertThat(told.getFirst().getObserved()).isEqualTo(60_000.0);
    assertThat(told.getFirst().getExpected()).isBetween(4_000.0, 6_000.0);
    assertThat(told.getFirst().getSeverityId()).isEqualTo(4);
    assertThat(told.getFirst().getRequestId()).startsWith("r");
  }

  @Test
  void namesTheKeyAndTheModelThatItIsOf() {
    usualDay();
    use(60_000);
    use(5_000);

    assertThat(anomalies("anomaly/key/search/key1/tokens/")).hasSize(1);
    assertThat(anomalies("anomaly/model/search/echo-small/tokens/"))
        .extracting(Alert::getModel)
        .containsExactly("echo-small");
  }

  @Test
  void isSilentAboutUsualUse() {
    usualDay();
    usualDay();

    assertThat(anomalies("")).isEmpty();
  }

  @Test
  void waitsForTheCoolDownBeforeTheNextAnomaly() {
    usualDay();
    for (int burst = 0; burst < 3; burst++) {
      use(60_000);
      use(5_000);
      use(5_000);
      use(5_000);
    }

    assertThat(anomalies("anomaly/team/search/tokens/"))
        .extracting(Alert::getActivityId)
        .containsExactly(1, 3);
  }

  @Test
  void tellsAModelThatATeamHasNeverUsedOnceItKnowsTheTeam() {
    write(Samples.usage("a", 1, 1, log.now()).setServedModel("first"));
    write(Samples.usage("b", 1, 1, log.now()).setServedModel("second"));
    log.advance(Duration.ofDays(8));
    write(Samples.usage("c", 1, 1, log.now()).setServedModel("third"));
    write(Samples.usage("d", 1, 1, log.now()).setServedModel("third"));

    assertThat(anomalies("new-model/")).extracting(Alert::getSubject).containsExactly("third");
  }

  @Test
  void tellsUseInAnHourOfTheWeekThatWasAlwaysQuiet() {
    for (int day = 0; day < 15; day++) {
      write(Samples.usage("day" + day, 1, 1, log.now()));
      log.advance(Duration.ofDays(1));
    }
    assertThat(anomalies("new-hour/")).isEmpty();

    log.advance(Duration.ofHours(14));
    write(Samples.usage("night", 1, 1, log.now()));

    assertThat(anomalies("new-hour/"))
        .extracting(Alert::getSubject)
        .containsExactly("team/search", "key/search/key1");
  }

  private void usualDay() {
    for (int i = 0; i < 200; i++) {
      use(4_500 + random.nextInt(1_000));
    }
  }

  private void use(long tokens) {
    write(Samples.usage("r" + requests++, tokens, 0, log.now()));
    log.advance(STRETCH);
  }

  private void write(Usage.Builder usage) {
    log.write(Topic.TOKEN_COUNTS, "search", usage.build());
  }

  private final List<Alert> all = new ArrayList<>();

  private List<Alert> anomalies(String prefix) {
    all.addAll(log.<Alert>values(Topic.ALERTS));
    return all.stream()
        .filter(it -> !it.getType().equals("spike"))
        .filter(it -> it.getFindingUid().startsWith(prefix))
        .toList();
  }
}
