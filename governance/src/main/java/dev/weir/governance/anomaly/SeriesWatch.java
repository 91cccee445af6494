package dev.weir.governance.anomaly;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Watches one series of a metric: a value is told when it is rare among those before it ({@link
 * AnomalyScorer}), not usual for its hour of the week ({@link WeekProfile}), and so far from what
 * was expected that it matters ({@link Metric}). Not for several threads.
 */
public final class SeriesWatch {

  /**
   * On the development series of NAB, the score from which on alerts are worth more than they cost.
   */
  static final double SCORE_MIN = AnomalyScorer.scoreOf(7);

  private final Metric metric;
  private final AnomalyScorer scorer;
  private final WeekProfile profile;
  private Episode episode;

  /** Takes scorer and profile as its own. */
  public SeriesWatch(Metric metric, AnomalyScorer scorer, WeekProfile profile, Episode episode) {
    this.metric = metric;
    this.scorer = scorer;
    this.profile = profile;
    this.episode = episode;
  }

  public AnomalyScorer scorer() {
    return scorer;
  }

  public WeekProfile profile() {
    return profile;
  }

  public Episode episode() {
    return episode;
  }

  /** Judges the value of a stretch of time that began at {@code at}, and learns it. */
  public Optional<AnomalyNews> accept(Instant at, double value) {
    OptionalDouble ofHour = profile.expected(at);
    double expected = ofHour.isPresent() ? ofHour.getAsDouble() : scorer.level();
    boolean usual = profile.isUsual(at, value);
    double score = scorer.score(value);
    profile.learn(at, value);
    return switch (episode) {
      case Episode.Calm(Instant from) -> {
        boolean begins =
            score >= SCORE_MIN && !usual && !at.isBefore(from) && metric.matters(value, expected);
        yield begins ? Optional.of(begin(at, value, expected)) : Optional.empty();
      }
      case Episode.Running running -> goOn(running, at, value);
    };
  }

  private AnomalyNews begin(Instant at, double value, double expected) {
    episode = new Episode.Running(at, expected, value, 0);
    return new AnomalyNews.Began(at, value, expected);
  }

  private Optional<AnomalyNews> goOn(Episode.Running running, Instant at, double value) {
    Instant since = running.since();
    double expected = running.expected();
    int calm = metric.matters(value, expected) ? 0 : running.calmValues() + 1;
    if (calm >= Episode.CALM_AFTER || !at.isBefore(since.plus(Episode.LASTS_MAX))) {
      episode = new Episode.Calm(at.plus(Episode.COOL_DOWN));
      return Optional.of(new AnomalyNews.Ended(since, value, expected));
    }
    boolean grew =
        Math.abs(value - expected) >= 2 * Math.abs(running.told() - expected)
            && metric.matters(value, expected);
    episode = new Episode.Running(since, expected, grew ? value : running.told(), calm);
    return grew ? Optional.of(new AnomalyNews.Grew(since, value, expected)) : Optional.empty();
  }
}
