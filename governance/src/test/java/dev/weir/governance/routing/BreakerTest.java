package dev.weir.governance.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BreakerTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final BreakerRules RULES = BreakerRules.DEFAULT;

  @Test
  void opensWhenHalfOfTwentyCallsHaveFailed() {
    Breaker nearly = after(after(Breaker.Closed.NEW, false, 10, NOON), true, 9, NOON);

    assertThat(nearly.isOpen(NOON)).isFalse();
    assertThat(nearly.after(true, NOON, RULES).isOpen(NOON)).isTrue();
    assertThat(nearly.after(false, NOON, RULES).after(true, NOON, RULES).isOpen(NOON)).isFalse();
  }

  @Test
  void staysClosedOnFewerCalls() {
    assertThat(after(Breaker.Closed.NEW, true, 19, NOON).isOpen(NOON)).isFalse();
  }

  @Test
  void forgetsCallsAfterThirtySeconds() {
    Breaker older = after(Breaker.Closed.NEW, true, 19, NOON);

    assertThat(older.after(true, NOON.plusSeconds(29), RULES).isOpen(NOON.plusSeconds(29)))
        .isTrue();
    assertThat(older.after(true, NOON.plusSeconds(30), RULES).isOpen(NOON.plusSeconds(30)))
        .isFalse();
  }

  @Test
  void ignoresCallsThatEndedBeforeItsWindow() {
    Breaker newer = after(Breaker.Closed.NEW, false, 1, NOON);

    assertThat(after(newer, true, 100, NOON.minusSeconds(30))).isEqualTo(newer);
  }

  @Test
  void letsOneCallThroughAfterTenSeconds() {
    Breaker open = opened();
    Instant later = NOON.plusSeconds(10);

    assertThat(open.isOpen(later.minusMillis(1))).isTrue();
    assertThat(open.isOpen(later)).isFalse();
    assertThat(open.tried(later).isOpen(later)).isTrue();
  }

  @Test
  void letsAnotherOneThroughWhereTheFirstSaysNothing() {
    Breaker trying = opened().tried(NOON.plusSeconds(10));

    assertThat(trying.isOpen(NOON.plusMillis(19_999))).isTrue();
    assertThat(trying.isOpen(NOON.plusSeconds(20))).isFalse();
    assertThat(trying.tried(NOON.plusSeconds(20)).isOpen(NOON.plusSeconds(20))).isTrue();
  }

  @Test
  void closesWhenThatCallSucceeds() {
    Instant later = NOON.plusSeconds(11);

    assertThat(opened().tried(later).after(false, later, RULES)).isEqualTo(Breaker.Closed.NEW);
  }

  @Test
  void staysOpenTwiceAsLongEachTimeAndTwoMinutesAtMost() {
    Breaker breaker = opened();
    Instant now = NOON.plusSeconds(10);
    for (long seconds : new long[] {20, 40, 80, 120, 120}) {
      breaker = breaker.tried(now).after(true, now, RULES);
      assertThat(breaker)
          .isEqualTo(new Breaker.Open(now.plusSeconds(seconds), Duration.ofSeconds(seconds)));
      now = now.plusSeconds(seconds);
    }
  }

  @Test
  void startsOverWithTenSecondsOnceItHasClosed() {
    Instant later = NOON.plusSeconds(100);
    Breaker again = opened().after(true, later, RULES).after(false, later.plusSeconds(100), RULES);

    assertThat(after(again, true, 20, later.plusSeconds(100)))
        .isEqualTo(new Breaker.Open(later.plusSeconds(110), Duration.ofSeconds(10)));
  }

  @Test
  void opensBySharesAndTimesOfItsRules() {
    BreakerRules strict =
        new BreakerRules(10, 10, 5, 30, Duration.ofSeconds(1), Duration.ofSeconds(3));
    Breaker breaker = after(Breaker.Closed.NEW, false, 9, NOON).after(true, NOON, strict);
    assertThat(breaker).isEqualTo(new Breaker.Open(NOON.plusSeconds(1), Duration.ofSeconds(1)));

    Breaker again = breaker.after(true, NOON.plusSeconds(1), strict);
    assertThat(again.after(true, NOON.plusSeconds(3), strict))
        .isEqualTo(new Breaker.Open(NOON.plusSeconds(6), Duration.ofSeconds(3)));
  }

  @Test
  void countsTheCallsOfTheLastThirtySeconds() {
    Breaker breaker =
        after(after(Breaker.Closed.NEW, false, 2, NOON), true, 1, NOON.plusSeconds(9));

    assertThat(breaker.counts(NOON.plusSeconds(9))).isEqualTo(new CallCounts(3, 1));
    assertThat(breaker.counts(NOON.plusSeconds(30))).isEqualTo(new CallCounts(1, 1));
    assertThat(breaker.counts(NOON.plusSeconds(60))).isEqualTo(CallCounts.NONE);
    assertThat(opened().counts(NOON)).isEqualTo(CallCounts.NONE);
  }

  @Test
  void learnsNothingFromCallsThatBeganBeforeItOpened() {
    assertThat(opened().after(false, NOON.plusSeconds(1), RULES)).isEqualTo(opened());
    assertThat(opened().after(true, NOON.plusSeconds(1), RULES)).isEqualTo(opened());
    assertThat(opened().tried(NOON.plusSeconds(1))).isEqualTo(opened());
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /** Against a plain list of calls, on times that mostly go on and sometimes go back. */
  @ParameterizedTest
  @MethodSource("seeds")
  void opensExactlyWhenItsRuleSays(long seed) {
    var random = new SplittableRandom(seed);
    double errorRate = random.nextDouble();
    List<long[]> calls = new ArrayList<>();
    Breaker breaker = Breaker.Closed.NEW;
    long second = NOON.getEpochSecond();
    long latest = second;
    for (int i = 0; i < 300; i++) {
      second += random.nextInt(10) == 0 ? -random.nextInt(5) : random.nextInt(4);
      latest = Math.max(latest, second);
      boolean failed = random.nextDouble() < errorRate;
      calls.add(new long[] {second, failed ? 1 : 0});
      long from = latest - 30;
      long counted = calls.stream().filter(call -> call[0] > from).count();
      long errors = calls.stream().filter(call -> call[0] > from).mapToLong(call -> call[1]).sum();
      breaker = breaker.after(failed, Instant.ofEpochSecond(second), RULES);
      boolean opens = counted >= 20 && errors * 2 >= counted;
      assertThat(breaker instanceof Breaker.Open).isEqualTo(opens);
      if (opens) {
        return;
      }
    }
  }

  /** However it is used, it lets a call through two minutes later at the latest. */
  @ParameterizedTest
  @MethodSource("seeds")
  void neverShutsAModelOutForGood(long seed) {
    var random = new SplittableRandom(seed);
    Breaker breaker = opened();
    Instant now = NOON;
    for (int i = 0; i < 200; i++) {
      now = now.plusSeconds(random.nextInt(40));
      breaker =
          random.nextInt(3) == 0
              ? breaker.tried(now)
              : breaker.after(random.nextBoolean(), now, RULES);
      assertThat(breaker.isOpen(now.plus(RULES.openMax()))).isFalse();
    }
  }

  private static Breaker opened() {
    return after(Breaker.Closed.NEW, true, 20, NOON);
  }

  private static Breaker after(Breaker breaker, boolean failed, int times, Instant at) {
    Breaker next = breaker;
    for (int i = 0; i < times; i++) {
      next = next.after(failed, at, RULES);
    }
    return next;
  }
}
