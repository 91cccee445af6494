package dev.weir.standalone.alert;

import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertStatus;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import dev.weir.standalone.statement.TopicScan;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The alerts of the log, each as its newest record has it. Of more than {@value #ALERTS_MAX} the
 * oldest are left out.
 */
public final class AlertBook {

  /** OCSF activity id. */
  private static final int CLOSED = 3;

  private static final int ALERTS_MAX = 100_000;

  private final Map<String, Alert> newest;

  private AlertBook(Map<String, Alert> newest) {
    this.newest = newest;
  }

  /** Reads what was written since {@code since}, up to the end that the log has now. */
  public static AlertBook read(LogConnection connection, Instant since) {
    Map<String, Alert> newest = new LinkedHashMap<>();
    try (var serdes = new EventSerdes(connection);
        var scan = new TopicScan<Alert>(connection, serdes, Topic.ALERTS)) {
      scan.read(
          since,
          found -> {
            Alert alert = found.value();
            Alert before = newest.remove(alert.getFindingUid());
            newest.put(
                alert.getFindingUid(),
                before == null || before.getRevision() <= alert.getRevision() ? alert : before);
            if (newest.size() > ALERTS_MAX) {
              newest.remove(newest.keySet().iterator().next());
            }
          });
    }
    return new AlertBook(newest);
  }

  /** Whether nothing more comes of it. */
  public static boolean isOver(Alert alert) {
    if (alert.getActivityId() == CLOSED) {
      return true;
    }
    return switch (alert.getStatus()) {
      case CLOSED, FALSE_POSITIVE -> true;
      case NEW, ACKNOWLEDGED, UNKNOWN -> false;
    };
  }

  /** The most severe first, and of those the newest. */
  public List<Alert> all() {
    return newest.values().stream()
        .sorted(
            Comparator.comparingInt((Alert it) -> -it.getSeverityId())
                .thenComparing(Alert::getTime, Comparator.reverseOrder())
                .thenComparing(Alert::getFindingUid))
        .toList();
  }

  /**
   * The alert of that id, or else the one whose id begins like that.
   *
   * @throws UnknownAlertException where there is none, or more than one
   */
  public Alert find(String uid) {
    Alert exact = newest.get(uid);
    if (exact != null) {
      return exact;
    }
    List<Alert> like =
        newest.values().stream().filter(it -> it.getFindingUid().startsWith(uid)).toList();
    if (like.size() == 1) {
      return like.getFirst();
    }
    List<Alert> open = like.stream().filter(it -> !isOver(it)).toList();
    if (open.size() == 1) {
      return open.getFirst();
    }
    throw new UnknownAlertException(uid, like.size());
  }

  /** Whether a newer record than {@code alert} stands in the book, and says {@code status}. */
  boolean hasAfter(Alert alert, AlertStatus status) {
    Alert found = newest.get(alert.getFindingUid());
    return found != null
        && found.getRevision() > alert.getRevision()
        && found.getStatus() == status;
  }
}
