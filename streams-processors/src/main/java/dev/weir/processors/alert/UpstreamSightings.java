package dev.weir.processors.alert;

import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Sighting;
import dev.weir.schemas.event.Usage;
import java.util.List;

/** Calls that a provider failed: by an error that is not the caller's, or by no answer. */
final class UpstreamSightings {

  /** OCSF severity ids. */
  private static final int MEDIUM = 3;

  private static final int HIGH = 4;

  private UpstreamSightings() {}

  static List<Sighting> of(Usage usage) {
    if (!isFailed(usage)) {
      return List.of();
    }
    String model = usage.getServedModel();
    String target = model.isEmpty() ? usage.getProvider() : usage.getProvider() + '/' + model;
    return List.of(
        Sighting.newBuilder()
            .setEventId("upstream-failure/" + usage.getEventId())
            .setTime(usage.getEndedAt())
            .setOrganisation(usage.getOrganisation())
            .setTeam(usage.getTeam())
            .setType("upstream-failure")
            .setSubject(isCredential(usage) ? target + "/credential" : target)
            .setSeverityId(isCredential(usage) ? HIGH : MEDIUM)
            .setTitle(
                isCredential(usage)
                    ? "A provider refuses the credential that Weir calls it with"
                    : "A provider fails")
            .setDescription(
                "Calls of team %s to %s fail; the last had %s"
                    .formatted(
                        usage.getTeam(),
                        target,
                        usage.getOutcome() == Outcome.UPSTREAM_ERROR
                            ? "status " + usage.getStatus()
                            : "no whole answer"))
            .setRequestId(usage.getRequestId())
            .setModel(model.isEmpty() ? null : model)
            .build());
  }

  private static boolean isFailed(Usage usage) {
    return switch (usage.getOutcome()) {
      case UPSTREAM_FAILED -> true;
      case UPSTREAM_ERROR ->
          usage.getStatus() >= 500 || usage.getStatus() == 429 || isCredential(usage);
      case COMPLETED, REFUSED, CANCELLED, CUT, ORPHANED, UNKNOWN -> false;
    };
  }

  private static boolean isCredential(Usage usage) {
    return usage.getOutcome() == Outcome.UPSTREAM_ERROR
        && (usage.getStatus() == 401 || usage.getStatus() == 403);
  }
}
