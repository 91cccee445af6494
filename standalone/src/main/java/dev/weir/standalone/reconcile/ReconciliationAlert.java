package dev.weir.standalone.reconcile;

import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.topic.Topic;
import dev.weir.standalone.control.ControlLog;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;

/** Tells the alert topic that a provider's bill and Weir's rows differ. */
public final class ReconciliationAlert {

  private static final int CREATED = 1;
  private static final int MEDIUM = 3;

  private ReconciliationAlert() {}

  /**
   * Writes one finding for the provider's month; the same again has the same id.
   *
   * @param first of the lines that are beyond the threshold
   * @param lines how many they are
   * @return the finding's id
   */
  public static String write(
      LogConnection connection,
      InstantSource clock,
      String provider,
      YearMonth month,
      Comparison.Line first,
      int lines) {
    String uid = "reconciliation/" + provider + "/" + month;
    Alert alert =
        Alert.newBuilder()
            .setFindingUid(uid)
            .setActivityId(CREATED)
            .setSeverityId(MEDIUM)
            .setTime(clock.instant().truncatedTo(ChronoUnit.MICROS))
            .setTitle("A provider's bill differs")
            .setDescription(
                "%s, %s: %d sum(s) differ by more than the threshold; the first is %s of %s"
                    .formatted(provider, month, lines, first.measure().text(), first.model()))
            .setType("reconciliation")
            .setSubject(provider + "/" + month)
            .setOrganisation("")
            .setTeam("")
            .setModel(first.model())
            .setObserved(first.sides().export().doubleValue())
            .setExpected(first.sides().weir().doubleValue())
            .build();
    try (ControlLog log = ControlLog.connect(connection, clock)) {
      log.write(Topic.SIGHTINGS, alert.getTeam(), AlertSource.newBuilder().setAlert(alert).build());
    }
    return uid;
  }
}
