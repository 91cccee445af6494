package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertStatus;
import dev.weir.schemas.event.Evidence;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An alert in the names of the command line. Hashes stay in the log. */
final class AlertJson {

  private AlertJson() {}

  static ObjectNode of(Alert it) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", it.getFindingUid())
            .put("type", it.getType())
            .put("subject", it.getSubject())
            .put("severity", severity(it))
            .put("status", status(it.getStatus()))
            .put("title", it.getTitle())
            .put("description", it.getDescription())
            .put("organisation", it.getOrganisation())
            .put("team", it.getTeam())
            .put("model", it.getModel())
            .put("count", it.getCount())
            .put("firstSeen", text(it.getFirstSeen()))
            .put("lastSeen", text(it.getLastSeen()))
            .put("observed", it.getObserved())
            .put("expected", it.getExpected())
            .put("assignee", it.getAssignee())
            .put("note", it.getNote())
            .put("changedBy", it.getChangedBy())
            .put("changedAt", text(it.getTime()))
            .put("revision", it.getRevision());
    var requests = json.putArray("requests");
    it.getRequestIds().forEach(requests::add);
    var evidence = json.putArray("evidence");
    for (Evidence each : it.getEvidence()) {
      evidence
          .addObject()
          .put("type", each.getType())
          .put("place", each.getSurface())
          .put("start", each.getStart())
          .put("end", each.getEnd())
          .put("score", each.getScore())
          .put("rule", each.getRule());
    }
    return json;
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }

  static String status(AlertStatus status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** By OCSF's names. */
  static String severity(Alert alert) {
    return switch (alert.getSeverityId()) {
      case 1 -> "informational";
      case 2 -> "low";
      case 3 -> "medium";
      case 4 -> "high";
      case 5 -> "critical";
      default -> "unknown";
    };
  }
}
