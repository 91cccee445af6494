package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.AlertStatus;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What operators say of alerts, and watchers that open and close their own. */
class AlertOrdersTest extends AlertCase {

  @Test
  void tellsWhoIsAtIt() {
    see("secret", "github-token/00", 4);
    Alert opened = alerts().getFirst();

    say(opened, AlertStatus.ACKNOWLEDGED, "kim", "rotating it");

    assertThat(alerts())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.getFindingUid()).isEqualTo(opened.getFindingUid());
          assertThat(it.getActivityId()).isEqualTo(UPDATE);
          assertThat(it.getStatus()).isEqualTo(AlertStatus.ACKNOWLEDGED);
          assertThat(it.getAssignee()).isEqualTo("kim");
          assertThat(it.getNote()).isEqualTo("rotating it");
          assertThat(it.getChangedBy()).isEqualTo("jo");
        });
    see("secret", "github-token/00", 4);
    assertThat(alerts()).isEmpty();
  }

  @Test
  void opensAnotherOneAfterAnOperatorHasClosedIt() {
    see("secret", "github-token/00", 4);
    say(alerts().getFirst(), AlertStatus.CLOSED, "", "rotated");
    assertThat(alerts())
        .extracting(Alert::getActivityId, Alert::getStatus)
        .containsExactly(tuple(CLOSE, AlertStatus.CLOSED));

    log.advance(Duration.ofMinutes(1));
    see("secret", "github-token/00", 4);
    assertThat(alerts()).extracting(Alert::getActivityId).containsExactly(CREATE);
  }

  @Test
  void raisesAFalsePositiveNoMoreUntilThatIsTakenBack() {
    see("secret", "github-token/00", 4);
    Alert opened = alerts().getFirst();
    say(opened, AlertStatus.FALSE_POSITIVE, "", "a key of the manual");
    assertThat(alerts())
        .extracting(Alert::getActivityId, Alert::getStatus)
        .containsExactly(tuple(CLOSE, AlertStatus.FALSE_POSITIVE));

    see("secret", "github-token/00", 4);
    see("secret", "github-token/01", 4);
    assertThat(alerts()).extracting(Alert::getSubject).containsExactly("github-token/01");
    assertThat(log.count("weir.processors.sightings.muted")).isEqualTo(1);

    say(opened, AlertStatus.NEW, "", "");
    see("secret", "github-token/00", 4);
    assertThat(alerts()).extracting(Alert::getSubject).containsExactly("github-token/00");
  }

  @Test
  void raisesAFalsePositiveAgainWhenItsTimeIsOver() {
    see("secret", "github-token/00", 4);
    say(
        alerts().getFirst(),
        AlertStatus.FALSE_POSITIVE,
        "",
        "",
        log.now().plus(Duration.ofDays(90)));
    assertThat(alerts()).hasSize(1);

    log.advance(Duration.ofDays(89));
    see("secret", "github-token/00", 4);
    assertThat(alerts()).isEmpty();

    log.advance(Duration.ofDays(1));
    see("secret", "github-token/00", 4);
    assertThat(alerts()).extracting(Alert::getSubject).containsExactly("github-token/00");
  }

  @Test
  void leavesAnAlertAloneThatAnOrderIsNotOf() {
    see("pii", "email-address", 3);
    Alert other = Alert.newBuilder(alerts().getFirst()).setFindingUid("of yesterday").build();

    say(other, AlertStatus.CLOSED, "", "");

    assertThat(alerts()).isEmpty();
  }

  @Test
  void sealsWhatAnOperatorSays() {
    see("pii", "email-address", 3);
    say(alerts().getFirst(), AlertStatus.FALSE_POSITIVE, "", "");

    assertThat(log.<AuditEntry>values(Topic.AUDIT))
        .extracting(AuditEntry::getChain, AuditEntry::getOperation)
        .containsExactly(tuple("control", "alert alert-mute/pii/search/email-address"));
  }

  @Test
  void opensAnotherOneWhereAWatcherGoesOnAfterAnOperatorHasClosedItsAlert() {
    watch(CREATE);
    Alert opened = alerts().getFirst();
    say(opened, AlertStatus.CLOSED, "", "");
    log.advance(Duration.ofMinutes(5));
    watch(UPDATE);
    watch(CLOSE);

    List<Alert> told = alerts();
    assertThat(told).extracting(Alert::getActivityId).containsExactly(CLOSE, CREATE, CLOSE);
    assertThat(told.get(1).getFindingUid())
        .isEqualTo(told.get(2).getFindingUid())
        .isNotEqualTo(opened.getFindingUid());
  }

  @Test
  void letsAWatcherCloseWhatIsMuted() {
    watch(CREATE);
    Alert other = Alert.newBuilder(alerts().getFirst()).setFindingUid("of last week").build();
    say(other, AlertStatus.FALSE_POSITIVE, "", "");
    watch(UPDATE);
    watch(CLOSE);

    assertThat(alerts())
        .extracting(Alert::getActivityId, Alert::getStatus)
        .containsExactly(tuple(CLOSE, AlertStatus.FALSE_POSITIVE));
  }

  private void watch(int activityId) {
    log.write(
        Topic.SIGHTINGS,
        "search",
        AlertSource.newBuilder()
            .setAlert(
                Alert.newBuilder()
                    .setFindingUid("anomaly/team/search/tokens/" + NOON)
                    .setActivityId(activityId)
                    .setSeverityId(3)
                    .setTime(log.now())
                    .setTitle("Unusually high tokens")
                    .setDescription("Team search")
                    .setType("anomaly")
                    .setOrganisation("acme")
                    .setTeam("search")
                    .setSubject("team/search/tokens")
                    .build())
            .build());
  }
}
