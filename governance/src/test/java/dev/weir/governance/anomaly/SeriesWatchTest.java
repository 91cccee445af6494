package dev.weir.governance.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeriesWatchTest {

  private static final Duration STRETCH = Duration.ofMinutes(5);

  private final SplittableRandom random = new SplittableRandom(9);
  private final SeriesWatch watch =
      new SeriesWatch(Metric.TOKENS, new AnomalyScorer(), new WeekProfile(), Episode.none());
  private final List<AnomalyNews> news = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-02T00:00:00Z");

  @Test
  void doesNotWonderAtARushThatComesEveryMonday() {
    for (int week = 0; week < 3; week++) {
      week(100_000);
    }
    news.clear();

    week(100_000);

    assertThat(news).isEmpty();
  }

  @Test
  void tellsARushThatComesAtAnHourThatWasAlwaysCalm() {
    for (int week = 0; week < 3; week++) {
      week(5_000);
    }
    news.clear();

    week(100_000);

    assertThat(news).hasSize(2);
    assertThat(news.getFirst()).isInstanceOf(AnomalyNews.Began.class);
    assertThat(news.getLast()).isInstanceOf(AnomalyNews.Ended.class);
    assertThat(news.getFirst().since().truncatedTo(ChronoUnit.HOURS))
        .isEqualTo(Instant.parse("2026-11-23T09:00:00Z"));
    assertThat(news.getFirst().expected()).isBetween(4_500.0, 5_500.0);
  }

  @Test
  void tellsNothingOfADifferenceThatIsRareAndSmall() {
    week(5_000);

    accept(9_000);

    assertThat(news).isEmpty();
  }

  @Test
  void takesWhatLastsADayForUsual() {
    week(5_000);
    for (int i = 0; i < 3 * 288; i++) {
      accept(95_000 + random.nextInt(10_000));
    }

    assertThat(news)
        .extracting(it -> (Object) it.getClass())
        .containsExactly(AnomalyNews.Began.class, AnomalyNews.Ended.class);
    assertThat(Duration.between(news.getFirst().since(), now)).isGreaterThan(Duration.ofDays(2));
  }

  @Test
  void tellsLittleOfASeriesThatKnowsNoMeasure() {
    for (int i = 0; i < 7 * 288; i++) {
      accept(Math.expm1(random.nextDouble() * 16));
    }

    assertThat(news.size()).isLessThan(7 * 20);
  }

  /** A week of 5,000 tokens a stretch but for the hour from nine on Monday. */
  private void week(int monday) {
    for (int i = 0; i < 7 * 288; i++) {
      boolean rush = i >= 9 * 12 && i < 10 * 12;
      int level = rush ? monday : 5_000;
      accept(level * 0.9 + random.nextInt(level / 5));
    }
  }

  private void accept(double value) {
    watch.accept(now, value).ifPresent(news::add);
    now = now.plus(STRETCH);
  }
}
