package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The life of an alert: what is one, when it is told again, and when it ends. */
class AlertLivesTest extends AlertCase {

  @Test
  void makesOneAlertOfAllThatIsSeenOfTheSame() {
    for (int i = 0; i < 150; i++) {
      see("pii", "email-address", 3);
    }
    see("pii", "phone-number", 3);

    List<Alert> told = alerts();
    assertThat(told)
        .extracting(Alert::getSubject, Alert::getActivityId, Alert::getCount, Alert::getRevision)
        .containsExactly(
            tuple("email-address", CREATE, 1L, 0),
            tuple("email-address", UPDATE, 10L, 1),
            tuple("email-address", UPDATE, 100L, 2),
            tuple("phone-number", CREATE, 1L, 0));
    assertThat(told.subList(0, 3))
        .extracting(Alert::getFindingUid)
        .containsOnly("pii/search/email-address/" + NOON);
    assertThat(told.get(2).getRequestIds()).startsWith("r90").endsWith("r99").hasSize(10);
    assertThat(told.get(2).getRequestId()).isEqualTo("r0");
  }

  @Test
  void closesWhatIsNotSeenForAnHourAndOpensAnotherOneThen() {
    see("pii", "email-address", 3);
    log.advance(Duration.ofMinutes(50));
    see("pii", "email-address", 3);
    log.advance(Duration.ofMinutes(50));
    assertThat(alerts()).hasSize(1);

    log.advance(Duration.ofMinutes(11));
    assertThat(alerts())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.getActivityId()).isEqualTo(CLOSE);
          assertThat(it.getStatus()).isEqualTo(AlertStatus.CLOSED);
          assertThat(it.getCount()).isEqualTo(2);
          assertThat(it.getFirstSeen()).isEqualTo(NOON);
          assertThat(it.getLastSeen()).isEqualTo(NOON.plus(Duration.ofMinutes(50)));
        });

    see("pii", "email-address", 3);
    assertThat(alerts())
        .extracting(Alert::getActivityId, Alert::getCount)
        .containsExactly(tuple(CREATE, 1L));
  }

  @Test
  void doesNotCloseASecretForBeingQuiet() {
    see("secret", "github-token/00", 4);
    log.advance(Duration.ofDays(20));

    assertThat(alerts()).extracting(Alert::getActivityId).containsExactly(CREATE);
  }

  @Test
  void tellsThatItHasBecomeMoreSevere() {
    see("guardrail", "pci", 3);
    see("guardrail", "pci", 4);
    see("guardrail", "pci", 3);

    assertThat(alerts())
        .extracting(Alert::getActivityId, Alert::getSeverityId)
        .containsExactly(tuple(CREATE, 3), tuple(UPDATE, 4));
  }

  @Test
  void makesOneAlertOfAllThatIsTooMuch() {
    for (int i = 0; i < 1_050; i++) {
      see("secret", "aws-key/" + i, 4);
    }

    List<Alert> told = alerts();
    assertThat(told).hasSize(1_000 + 2);
    assertThat(told.get(1_000).getSubject()).isEqualTo("others");
    assertThat(told.get(1_001).getCount()).isEqualTo(10);

    say(told.get(1_001), AlertStatus.FALSE_POSITIVE, "", "");
    see("secret", "aws-key/new", 4);
    see("pii", "email-address", 3);
    assertThat(alerts())
        .extracting(Alert::getSubject, Alert::getActivityId)
        .containsExactly(
            tuple("others", CLOSE), tuple("others", CREATE), tuple("email-address", CREATE));
  }

  @Test
  void countsByTheTimeOfTheEventsAfterAPause() {
    log.advance(Duration.ofHours(8));
    for (int hour = 0; hour < 8; hour++) {
      fail(NOON.plus(Duration.ofHours(hour)));
    }

    assertThat(alerts()).isEmpty();
  }

  @Test
  void tellsOnceADayOfWhatGoesOn() {
    see("pii", "email-address", 3);
    for (int i = 0; i < 60; i++) {
      log.advance(Duration.ofMinutes(30));
      see("pii", "email-address", 3);
    }

    assertThat(alerts())
        .extracting(Alert::getActivityId, Alert::getCount)
        .containsExactly(tuple(CREATE, 1L), tuple(UPDATE, 10L), tuple(UPDATE, 58L));
  }
}
