package dev.weir.governance.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LayeredDetectorTest {

  private static Finding found(FindingType type, int start, int end) {
    return new Finding(type, start, end, 0.9, "r");
  }

  @Test
  void leavesOutWhatOverlapsWithWhatIsSurer() {
    Finding card = found(FindingType.PAYMENT_CARD, 10, 26);
    Finding inIt = found(FindingType.DATE_TIME, 24, 30);
    Finding beside = found(FindingType.PERSON, 0, 10);
    Detector both = new LayeredDetector(_ -> List.of(card), _ -> List.of(beside, inIt));

    assertThat(both.scan("Jane Doe, 4111111111111111")).containsExactly(beside, card);
  }

  @Test
  void keepsAllWhereNothingOverlaps() {
    Finding mail = found(FindingType.EMAIL_ADDRESS, 5, 9);
    Finding name = found(FindingType.PERSON, 9, 12);

    assertThat(new LayeredDetector(_ -> List.of(mail), _ -> List.of(name)).scan("x"))
        .containsExactly(mail, name);
  }
}
