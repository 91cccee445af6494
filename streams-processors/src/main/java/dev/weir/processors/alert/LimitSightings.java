package dev.weir.processors.alert;

import dev.weir.governance.quota.LimitUnit;
import dev.weir.governance.quota.Window;
import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.PassedLimit;
import dev.weir.schemas.event.Sighting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Soft limits that requests go on beyond, where nobody else tells of them: those of an hour or
 * less, and of requests in flight. The others are budgets, whose shares are watched.
 *
 * <p>A limit that is passed is passed by every request: each is told once a minute, and at most
 * {@value #LIMITS_MAX} in one. For one task.
 */
final class LimitSightings {

  private static final String TYPE = "limit";

  /** The mode of a limit of which nobody is told. */
  private static final String SOFT = "soft";

  /** OCSF severity id. */
  private static final int MEDIUM = 3;

  static final int LIMITS_MAX = 1_000;

  private static final long SECONDS_PER_MINUTE = 60;

  private final Set<String> told = new HashSet<>();
  private long minute;

  List<Sighting> of(Admission admission) {
    if (admission.getPassed().isEmpty()) {
      return List.of();
    }
    long now = admission.getDecidedAt().getEpochSecond() / SECONDS_PER_MINUTE;
    // What is older, of a proxy that was without the log, counts as of now.
    if (now > minute) {
      minute = now;
      told.clear();
    }
    List<Sighting> sightings = new ArrayList<>();
    for (PassedLimit limit : admission.getPassed()) {
      if (limit.getMode().equals(SOFT) && !isBudget(limit) && isNews(limit)) {
        sightings.add(sighting(admission, limit));
      }
    }
    return sightings;
  }

  private boolean isNews(PassedLimit limit) {
    return told.size() < LIMITS_MAX && told.add(limit.getOwner() + '|' + limit.getPolicyId());
  }

  private static boolean isBudget(PassedLimit limit) {
    return !limit.getUnit().equals(LimitUnit.CONCURRENT.text())
        && !limit.getWindow().equals(Window.Span.SECOND.text())
        && !limit.getWindow().equals(Window.Span.MINUTE.text())
        && !limit.getWindow().equals(Window.Span.HOUR.text());
  }

  private static Sighting sighting(Admission admission, PassedLimit limit) {
    boolean inFlight = limit.getUnit().equals(LimitUnit.CONCURRENT.text());
    return Sighting.newBuilder()
        .setEventId(
            String.join("/", TYPE, limit.getOwner(), limit.getPolicyId(), admission.getEventId()))
        .setTime(admission.getDecidedAt())
        .setOrganisation(admission.getOrganisation())
        .setTeam(limit.getOwner())
        .setType(TYPE)
        .setSubject(limit.getPolicyId())
        .setSeverityId(MEDIUM)
        .setTitle("A soft limit is passed")
        .setDescription(
            "Requests go on beyond limit '%s' of %d %s"
                .formatted(
                    limit.getPolicyId(),
                    limit.getLimit(),
                    inFlight
                        ? "requests in flight"
                        : limit.getUnit() + " per " + limit.getWindow()))
        .setRequestId(admission.getRequestId())
        .setObserved((double) limit.getUsed())
        .setExpected((double) limit.getLimit())
        .build();
  }
}
