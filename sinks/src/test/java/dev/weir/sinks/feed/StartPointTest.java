package dev.weir.sinks.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class StartPointTest {

  @Test
  void beginsAtTheBeginning() {
    assertThat(StartPoint.decide(OptionalLong.empty(), 0, 10)).isEqualTo(new StartPoint.From(0));
  }

  @Test
  void saysThatANewArchiveOfAnOldLogIsLate() {
    assertThat(StartPoint.decide(OptionalLong.empty(), 4, 10)).isEqualTo(new StartPoint.Late(4));
  }

  @Test
  void goesOnWhereTheArchiveEnds() {
    assertThat(StartPoint.decide(OptionalLong.of(4), 4, 10)).isEqualTo(new StartPoint.From(4));
    assertThat(StartPoint.decide(OptionalLong.of(10), 4, 10)).isEqualTo(new StartPoint.From(10));
  }

  @Test
  void seesWhatTheLogDeletedTooEarly() {
    assertThat(StartPoint.decide(OptionalLong.of(3), 7, 10))
        .isEqualTo(new StartPoint.AfterLoss(3, 7));
  }

  @Test
  void recognisesAnotherLog() {
    assertThat(StartPoint.decide(OptionalLong.of(11), 0, 10))
        .isEqualTo(new StartPoint.Foreign(11, 10));
  }
}
