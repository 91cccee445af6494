package dev.weir.governance.burn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpendHistoryTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final long MINUTE = SpendHistory.minuteOf(NOON);

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  private record Spent(long minute, long amount) {}

  @Test
  void addsUpWhatFallsIntoTheWindow() {
    SpendHistory history =
        SpendHistory.NONE
            .plus(MINUTE, 1)
            .plus(MINUTE - 4, 20)
            .plus(MINUTE - 5, 300)
            .plus(MINUTE - 359, 4_000)
            .plus(MINUTE - 24 * 60 + 60, 50_000);

    assertThat(history.last(Duration.ofMinutes(5), NOON)).isEqualTo(21);
    assertThat(history.last(Duration.ofMinutes(6), NOON)).isEqualTo(321);
    assertThat(history.last(Duration.ofHours(6), NOON)).isEqualTo(4_321);
    assertThat(history.last(Duration.ofDays(1), NOON)).isEqualTo(54_321);
    assertThat(history.last(Duration.ofHours(1), NOON.plus(Duration.ofDays(9)))).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isTheSameInWhateverOrderUsageComes(long seed) {
    var random = new Random(seed);
    List<Spent> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(new Spent(MINUTE - random.nextLong(60L * 24 * 40), random.nextLong(1_000)));
    }

    SpendHistory inOrder = of(all);
    Collections.shuffle(all, random);

    assertThat(of(all)).isEqualTo(inOrder);
  }

  @Test
  void holdsNoMoreThanItsMinutesAndHours() {
    SpendHistory history = SpendHistory.NONE;
    for (int i = 0; i < 60 * 24 * 35; i += 7) {
      history = history.plus(MINUTE + i, 1);
    }

    assertThat(history.minutes()).hasSizeLessThanOrEqualTo(SpendHistory.MINUTES);
    assertThat(history.hours()).hasSize(SpendHistory.HOURS);
  }

  private static SpendHistory of(List<Spent> all) {
    SpendHistory history = SpendHistory.NONE;
    for (Spent each : all) {
      history = history.plus(each.minute, each.amount);
    }
    return history;
  }
}
