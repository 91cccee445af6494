package dev.weir.processors.alert;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Sighting;
import java.util.List;

/**
 * Credentials that were turned away: keys that were revoked or have expired and are used on, and
 * what was never a key or a token of this installation. It is no team's alert, for such a caller
 * belongs to none.
 */
final class KeySightings {

  private static final String TYPE = "key-misuse";

  /** OCSF severity ids. */
  private static final int LOW = 2;

  private static final int MEDIUM = 3;
  private static final int HIGH = 4;

  private KeySightings() {}

  static List<Sighting> of(Admission admission) {
    String key = admission.getKeyId();
    return switch (admission.getCode()) {
      case "revoked_api_key" ->
          List.of(
              sighting(admission, "revoked/" + key, HIGH)
                  .setTitle("A revoked key is still used")
                  .setDescription(
                      "Key " + key + " was revoked, and somebody who holds it sends requests")
                  .build());
      case "expired_api_key" ->
          List.of(
              sighting(admission, "expired/" + key, LOW)
                  .setTitle("A key that has expired is still used")
                  .setDescription("Key " + key + " has expired; its holder needs another one")
                  .build());
      case "invalid_api_key", "token_bad_signature", "token_unknown_issuer" ->
          List.of(
              sighting(admission, "unknown", MEDIUM)
                  .setTitle("Requests come with credentials that are none of this installation")
                  .setDescription(
                      "Keys or tokens that are not known here: a wrong setting, or somebody who"
                          + " tries")
                  .build());
      default -> List.of();
    };
  }

  private static Sighting.Builder sighting(Admission admission, String subject, int severityId) {
    return Sighting.newBuilder()
        .setEventId(TYPE + '/' + admission.getEventId())
        .setTime(admission.getDecidedAt())
        .setOrganisation(admission.getOrganisation())
        .setTeam("")
        .setType(TYPE)
        .setSubject(subject)
        .setSeverityId(severityId)
        .setRequestId(admission.getRequestId());
  }
}
