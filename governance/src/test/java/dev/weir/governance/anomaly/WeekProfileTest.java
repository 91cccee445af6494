package dev.weir.governance.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WeekProfileTest {

  private static final Instant MONDAY = Instant.parse("2026-11-02T09:00:00Z");

  private final WeekProfile profile = new WeekProfile();

  @Test
  void knowsAnHourAfterTwoWeeksOfIt() {
    learnWeeks(1, 100);
    assertThat(profile.expected(MONDAY)).isEmpty();
    assertThat(profile.isUsual(MONDAY, 100)).isFalse();

    learnWeeks(1, 100);
    assertThat(profile.expected(MONDAY)).hasValueCloseTo(100.0, Offset.offset(0.01));
    assertThat(profile.isUsual(MONDAY, 120)).isTrue();
    assertThat(profile.isUsual(MONDAY, 400)).isFalse();
    assertThat(profile.expected(MONDAY.plus(Duration.ofHours(1)))).isEmpty();
  }

  @Test
  void doesNotLearnOneBadMonday() {
    learnWeeks(4, 100);
    learnWeeks(1, 1_000_000);

    assertThat(profile.expected(MONDAY).orElseThrow()).isLessThan(400);
  }

  @Test
  void learnsALastingChange() {
    learnWeeks(4, 100);
    learnWeeks(20, 10_000);

    assertThat(profile.expected(MONDAY).orElseThrow()).isBetween(5_000.0, 10_100.0);
  }

  @Test
  void goesOnAlikeWhenItWasWrittenAndRead() {
    learnWeeks(3, 100);
    WeekProfile read = WeekProfile.of(profile.bytes());

    assertThat(read.bytes()).isEqualTo(profile.bytes());
    assertThat(read.expected(MONDAY)).isEqualTo(profile.expected(MONDAY));
    assertThatThrownBy(() -> WeekProfile.of(new byte[3]))
        .hasMessage("too few bytes for a profile of a week");
  }

  @Test
  void refusesWhatCannotBeUse() {
    assertThatThrownBy(() -> profile.learn(MONDAY, -1))
        .hasMessage("expected a number of at least 0, got -1.0");
  }

  private void learnWeeks(int weeks, double value) {
    for (int week = 0; week < weeks; week++) {
      for (int i = 0; i < 12; i++) {
        profile.learn(MONDAY.plus(Duration.ofMinutes(5L * i)), value);
      }
    }
  }
}
