package dev.weir.processors;

import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertOrder;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.AlertStatus;
import dev.weir.schemas.event.ControlAction;
import dev.weir.schemas.event.ControlOrder;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Sighting;
import dev.weir.schemas.topic.Topic;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A test with what alerts are made of, and the alerts that come of it. */
abstract class AlertCase extends LogCase {

  static final int CREATE = 1;
  static final int UPDATE = 2;
  static final int CLOSE = 3;
  int requests;

  void fail(Instant at) {
    see("upstream-failure", "openai/gpt-5", 3, at);
  }

  void see(String type, String subject, int severity) {
    see(type, subject, severity, log.now());
  }

  void see(String type, String subject, int severity, Instant at) {
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

  void say(Alert alert, AlertStatus status, String assignee, String note) {
    say(alert, status, assignee, note, null);
  }

  void say(Alert alert, AlertStatus status, String assignee, String note, @Nullable Instant until) {
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

  List<Alert> alerts() {
    return log.values(Topic.ALERTS);
  }

  void use(String requestId, Outcome outcome, int status) {
    log.write(
        Topic.TOKEN_COUNTS,
        "search",
        Samples.usage(requestId, 0, 0, log.now()).setOutcome(outcome).setStatus(status).build());
  }
}
