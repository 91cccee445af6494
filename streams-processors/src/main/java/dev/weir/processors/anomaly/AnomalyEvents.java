package dev.weir.processors.anomaly;

import dev.weir.governance.anomaly.AnomalyNews;
import dev.weir.governance.anomaly.Metric;
import dev.weir.schemas.event.Alert;
import java.time.Instant;
import java.util.Locale;

/** What is told of unusual use, as findings. One anomaly keeps one finding uid over its life. */
final class AnomalyEvents {

  /** OCSF activity ids of a finding. */
  private static final int CREATE = 1;

  private static final int UPDATE = 2;
  private static final int CLOSE = 3;

  /** OCSF severity ids. */
  private static final int INFORMATIONAL = 1;

  private static final int LOW = 2;
  private static final int MEDIUM = 3;
  private static final int HIGH = 4;

  private static final double FAR = 10;

  private AnomalyEvents() {}

  static Alert of(
      Subject subject,
      String organisation,
      Metric metric,
      AnomalyNews news,
      Instant at,
      String requestId) {
    String end =
        switch (news) {
          case AnomalyNews.Began _ -> "";
          case AnomalyNews.Grew _ -> ", further off than before";
          case AnomalyNews.Ended _ -> "; the anomaly is over, or is usual by now";
        };
    Alert.Builder alert =
        alert("anomaly", organisation, subject, at)
            .setFindingUid("anomaly/" + subject.key() + '/' + metric.text() + '/' + news.since())
            .setSubject(subject.key() + '/' + metric.text())
            .setActivityId(activity(news))
            .setSeverityId(severity(metric, news))
            .setTitle(title(metric, news))
            .setDescription(
                String.format(
                    Locale.ROOT,
                    "%s: %s %s within %d min, %s expected%s",
                    subject.text(),
                    metric.text(),
                    number(news.observed()),
                    Buckets.LENGTH.toMinutes(),
                    number(news.expected()),
                    end))
            .setObserved(news.observed())
            .setExpected(news.expected());
    return (requestId.isEmpty() ? alert : alert.setRequestId(requestId)).build();
  }

  static Alert newModel(
      Subject team, String organisation, String model, String requestId, Instant at) {
    return alert("new-model", organisation, team, at)
        .setFindingUid("new-model/" + team.key() + '/' + model)
        .setSubject(model)
        .setActivityId(CREATE)
        .setSeverityId(INFORMATIONAL)
        .setTitle("A team uses a model for the first time")
        .setDescription(team.text() + " has used " + model + " for the first time")
        .setModel(model)
        .setRequestId(requestId)
        .build();
  }

  static Alert newHour(Subject subject, String organisation, String requestId, Instant at) {
    return alert("new-hour", organisation, subject, at)
        .setFindingUid("new-hour/" + subject.key() + '/' + at)
        .setSubject(subject.key())
        .setActivityId(CREATE)
        .setSeverityId(LOW)
        .setTitle("Use in an hour of the week that was always quiet")
        .setDescription(subject.text() + " was never used around this hour of the week before")
        .setRequestId(requestId)
        .build();
  }

  private static Alert.Builder alert(
      String type, String organisation, Subject subject, Instant at) {
    return Alert.newBuilder()
        .setType(type)
        .setTime(at)
        .setOrganisation(organisation)
        .setTeam(subject.team())
        .setModel(subject.model().isEmpty() ? null : subject.model());
  }

  private static int activity(AnomalyNews news) {
    return switch (news) {
      case AnomalyNews.Began _ -> CREATE;
      case AnomalyNews.Grew _ -> UPDATE;
      case AnomalyNews.Ended _ -> CLOSE;
    };
  }

  private static int severity(Metric metric, AnomalyNews news) {
    if (metric == Metric.LATENCY) {
      return LOW;
    }
    return news.observed() >= FAR * news.expected() && news.observed() > 0 ? HIGH : MEDIUM;
  }

  private static String title(Metric metric, AnomalyNews news) {
    String direction = news.observed() < news.expected() ? "low " : "high ";
    return news instanceof AnomalyNews.Ended
        ? "No more unusual " + metric.text()
        : "Unusually " + direction + metric.text();
  }

  private static String number(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }
}
