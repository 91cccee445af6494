package dev.weir.processors.alert;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Sighting;
import java.util.List;

/**
 * Credentials that were turned away: keys that were revoked or have expired and are used on, and
 * what was never a key or a token of this installation. It is no team's alert, for such a caller
 * belongs to none.
 *
 * <p>Anybody can send what is no key: of those at most {@value #UNKNOWN_MAX} in a minute are told.
 * For one task.
 */
final class KeySightings {

  private static final String TYPE = "key-misuse";

  /** OCSF severity ids. */
  private static final int LOW = 2;

  private static final int MEDIUM = 3;
  private static final int HIGH = 4;

  private static final int UNKNOWN_MAX = 60;

  private long minute;
  private int unknown;

  List<Sighting> of(Admission admission) {
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
          isTooMany(admission)
              ? List.of()
              : List.of(
                  sighting(admission, "unknown", MEDIUM)
                      .setTitle("Requests come with credentials that are none of this installation")
                      .setDescription(
                          "Keys or tokens that are not known here: a wrong setting, or somebody who"
                              + " tries")
                      .build());
      default -> List.of();
    };
  }

  private boolean isTooMany(Admission admission) {
    long now = admission.getDecidedAt().getEpochSecond() / 60;
    if (now != minute) {
      minute = now;
      unknown = 0;
    }
    return ++unknown > UNKNOWN_MAX;
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
