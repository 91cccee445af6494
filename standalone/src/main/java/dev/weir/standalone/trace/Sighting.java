package dev.weir.standalone.trace;

import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.Evidence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a secret stood in an exchange: which one, whose, and where in it; {@code start} and {@code
 * end} count Unicode code points of the text at {@code place}.
 */
public record Sighting(
    Instant at,
    String organisation,
    String team,
    @Nullable String requestId,
    @Nullable String model,
    String rule,
    String place,
    int start,
    int end) {

  static Sighting of(Alert alert, Evidence evidence) {
    return new Sighting(
        alert.getTime(),
        alert.getOrganisation(),
        alert.getTeam(),
        alert.getRequestId(),
        alert.getModel(),
        evidence.getRule(),
        evidence.getSurface(),
        evidence.getStart(),
        evidence.getEnd());
  }
}
