package dev.weir.standalone.trace;

import dev.weir.schemas.event.Evidence;
import dev.weir.schemas.event.Sighting;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a secret stood in an exchange: which one, whose, and where in it; {@code start} and {@code
 * end} count Unicode code points of the text at {@code place}.
 */
public record SecretSighting(
    Instant at,
    String organisation,
    String team,
    @Nullable String requestId,
    @Nullable String model,
    String rule,
    String place,
    int start,
    int end) {

  static SecretSighting of(Sighting sighting, Evidence evidence) {
    return new SecretSighting(
        sighting.getTime(),
        sighting.getOrganisation(),
        sighting.getTeam(),
        sighting.getRequestId(),
        sighting.getModel(),
        evidence.getRule(),
        evidence.getSurface(),
        evidence.getStart(),
        evidence.getEnd());
  }
}
