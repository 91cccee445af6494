package dev.weir.processors.alert;

import dev.weir.schemas.event.Coverage;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the coverage of an exchange tells: what guards found or missed, and what was not recorded.
 */
final class GuardSightings {

  /** OCSF severity ids. */
  private static final int INFORMATIONAL = 1;

  private static final int LOW = 2;
  private static final int MEDIUM = 3;

  private static final String RECORDING = "recording";

  private GuardSightings() {}

  /** Whose exchange it is. */
  private record Whose(String organisation, String team, String requestId, Instant at) {}

  static List<Sighting> of(Prompt prompt) {
    return of(
        new Whose(
            prompt.getOrganisation(),
            prompt.getTeam(),
            prompt.getRequestId(),
            prompt.getReceivedAt()),
        prompt.getCoverage());
  }

  static List<Sighting> of(ResponseFrame frame) {
    ExchangeEnd end = frame.getEnd();
    if (end == null) {
      return List.of();
    }
    var whose =
        new Whose(frame.getOrganisation(), frame.getTeam(), frame.getRequestId(), end.getEndedAt());
    List<Sighting> seen = new ArrayList<>(of(whose, end.getCoverage()));
    if (end.getOutcome() == Outcome.ORPHANED) {
      seen.add(
          sighting(whose, "log-loss", "end", MEDIUM)
              .setTitle("The end of an exchange was never recorded")
              .setDescription(
                  "A proxy of team "
                      + whose.team()
                      + " stopped before it had recorded how an exchange ended; it was closed with"
                      + " an estimate")
              .build());
    }
    return seen;
  }

  private static List<Sighting> of(Whose whose, List<Coverage> coverage) {
    return coverage.stream().map(each -> of(whose, each)).flatMap(Optional::stream).toList();
  }

  private static Optional<Sighting> of(Whose whose, Coverage coverage) {
    if (coverage.getGuard().equals(RECORDING)) {
      return Optional.of(
          sighting(whose, "log-loss", coverage.getSurface(), LOW)
              .setTitle("Content was not recorded")
              .setDescription(
                  "%d of %d bytes of a body of team %s were recorded"
                      .formatted(coverage.getBytesSeen(), coverage.getBytesTotal(), whose.team()))
              .build());
    }
    if (coverage.getVerdict().equals("found")) {
      return Optional.of(found(whose, coverage));
    }
    return isMissed(coverage) ? Optional.of(missed(whose, coverage)) : Optional.empty();
  }

  /**
   * A prompt of which a guard saw nothing was refused before it could look, or is none that it can
   * read; which of the two the record does not tell.
   */
  private static boolean isMissed(Coverage coverage) {
    return coverage.getVerdict().equals("timed-out")
        || (coverage.getVerdict().equals("skipped")
            && coverage.getBytesTotal() > 0
            && (coverage.getBytesSeen() > 0 || coverage.getSurface().equals("response")));
  }

  private static Sighting found(Whose whose, Coverage coverage) {
    return sighting(
            whose,
            "guardrail",
            coverage.getGuard() + '/' + coverage.getSurface(),
            severity(coverage.getMode()))
        .setTitle("Guard '" + coverage.getGuard() + "' found something: " + coverage.getMode())
        .setDescription(
            "Guard '%s' found %s in a %s of team %s"
                .formatted(
                    coverage.getGuard(),
                    String.join(", ", coverage.getFound()),
                    coverage.getSurface(),
                    whose.team()))
        .build();
  }

  private static Sighting missed(Whose whose, Coverage coverage) {
    return sighting(
            whose,
            "guardrail",
            coverage.getGuard() + '/' + coverage.getSurface() + "/missed",
            MEDIUM)
        .setTitle("Guard '" + coverage.getGuard() + "' did not see everything")
        .setDescription(
            "Guard '%s' saw %d of %d bytes of a %s of team %s: %s"
                .formatted(
                    coverage.getGuard(),
                    coverage.getBytesSeen(),
                    coverage.getBytesTotal(),
                    coverage.getSurface(),
                    whose.team(),
                    coverage.getVerdict()))
        .build();
  }

  private static int severity(String mode) {
    return switch (mode) {
      case "block" -> MEDIUM;
      case "mask", "warn" -> LOW;
      default -> INFORMATIONAL;
    };
  }

  private static Sighting.Builder sighting(
      Whose whose, String type, String subject, int severityId) {
    return Sighting.newBuilder()
        .setEventId(type + '/' + subject + '/' + whose.requestId())
        .setTime(whose.at())
        .setOrganisation(whose.organisation())
        .setTeam(whose.team())
        .setType(type)
        .setSubject(subject)
        .setSeverityId(severityId)
        .setRequestId(whose.requestId());
  }
}
