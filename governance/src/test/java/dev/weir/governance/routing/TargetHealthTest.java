package dev.weir.governance.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TargetHealthTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final BreakerRules RULES = BreakerRules.DEFAULT;

  @Test
  void knowsNothingAtFirst() {
    assertThat(TargetHealth.NEW.at(NOON))
        .isEqualTo(
            new ModelHealth(OptionalDouble.empty(), OptionalDouble.empty(), 0, Standing.READY, 0));
  }

  @Test
  void remembersOneAnswerAsItWas() {
    assertThat(answered(TargetHealth.NEW, 250, 80, NOON).at(NOON))
        .isEqualTo(
            new ModelHealth(OptionalDouble.of(250), OptionalDouble.of(80), 0, Standing.READY, 1));
  }

  @Test
  void countsWhatIsAMinuteOldHalf() {
    ModelHealth health =
        answered(answered(TargetHealth.NEW, 100, 0, NOON), 400, 0, NOON.plusSeconds(60))
            .at(NOON.plusSeconds(60));

    assertThat(health.ttftMillis().orElseThrow()).isCloseTo(300, within(1e-9));
    assertThat(health.tokensPerSecond()).isEmpty();
  }

  @Test
  void countsFailuresAmongAllCalls() {
    TargetHealth health = TargetHealth.NEW;
    for (int i = 0; i < 40; i++) {
      health = i % 4 == 0 ? failed(health, NOON) : answered(health, 100, 50, NOON);
    }

    assertThat(health.at(NOON).errorRate()).isCloseTo(0.25, within(1e-9));
    assertThat(health.at(NOON).samples()).isEqualTo(40);
    assertThat(health.at(NOON.plusSeconds(600)).samples()).isEqualTo(20);
  }

  @Test
  void forgetsTimesAfterFiveMinutesAndErrorsMoreSlowly() {
    TargetHealth health = failed(answered(TargetHealth.NEW, 100, 50, NOON), NOON);

    assertThat(health.at(NOON.plusSeconds(300)).ttftMillis()).isPresent();
    assertThat(health.at(NOON.plusSeconds(301)).ttftMillis()).isEmpty();
    assertThat(health.at(NOON.plusSeconds(301)).errorRate()).isEqualTo(0.5);
    assertThat(health.at(NOON.plusSeconds(36_000)).samples()).isZero();
  }

  @Test
  void opensItsBreakerAndLetsOneCallThrough() {
    TargetHealth health = TargetHealth.NEW;
    for (int i = 0; i < 20; i++) {
      health = i % 2 == 0 ? failed(health, NOON) : answered(health, 1, 1, NOON);
    }
    health = failed(health, NOON);
    Instant later = NOON.plusSeconds(10);

    assertThat(health.at(NOON).standing()).isEqualTo(Standing.BREAKER_OPEN);
    assertThat(health.at(later).standing()).isEqualTo(Standing.READY);
    assertThat(health.sent(later).at(later).standing()).isEqualTo(Standing.BREAKER_OPEN);
    assertThat(answered(health.sent(later), 1, 1, later).at(later).standing())
        .isEqualTo(Standing.READY);
  }

  @Test
  void refusesWhatIsNoMeasurement() {
    for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new CallOutcome.Measured(wrong, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> new CallOutcome.Measured(1, wrong));
    }
  }

  private record Call(double ttft, double speed, Instant at) {}

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /** Proxies tell each other late: the order of arrival must not matter. */
  @ParameterizedTest
  @MethodSource("seeds")
  void averagesTheSameInWhateverOrderCallsArrive(long seed) {
    var random = new SplittableRandom(seed);
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Instant at = NOON.plusMillis(random.nextLong(240_000));
      calls.add(new Call(random.nextDouble(1_000), 1 + random.nextDouble(100), at));
    }
    Instant end = NOON.plusSeconds(240);
    ModelHealth drawn = all(calls).at(end);
    calls.sort(Comparator.comparing(Call::at));
    ModelHealth sorted = all(calls).at(end);

    assertThat(drawn.ttftMillis().orElseThrow())
        .isCloseTo(sorted.ttftMillis().orElseThrow(), within(1e-6))
        .isBetween(
            calls.stream().mapToDouble(Call::ttft).min().orElseThrow(),
            calls.stream().mapToDouble(Call::ttft).max().orElseThrow());
    assertThat(drawn.tokensPerSecond().orElseThrow())
        .isCloseTo(sorted.tokensPerSecond().orElseThrow(), within(1e-6));
    assertThat(drawn.samples()).isEqualTo(sorted.samples());
  }

  /** Whatever happens and whenever, what is said of it is a health. */
  @ParameterizedTest
  @MethodSource("seeds")
  void staysAHealthForYears(long seed) {
    var random = new SplittableRandom(seed);
    TargetHealth health = TargetHealth.NEW;
    Instant now = NOON;
    for (int i = 0; i < 300; i++) {
      long jump = random.nextInt(20) == 0 ? 100_000_000L : 30;
      now = now.plusSeconds(random.nextLong(-jump / 10, jump));
      health =
          switch (random.nextInt(3)) {
            case 0 -> failed(health, now);
            case 1 -> health.sent(now);
            default -> answered(health, random.nextDouble(1e9), random.nextDouble(1e6), now);
          };
      assertThat(health.at(now).errorRate()).isBetween(0.0, 1.0);
    }
  }

  private static TargetHealth all(List<Call> calls) {
    TargetHealth health = TargetHealth.NEW;
    for (Call call : calls) {
      health = answered(health, call.ttft(), call.speed(), call.at());
    }
    return health;
  }

  @Test
  void opensAfterFiveFailuresInARowHoweverFewCallsThereAre() {
    TargetHealth four = TargetHealth.NEW;
    for (int i = 0; i < 4; i++) {
      four = failed(four, NOON.plusSeconds(60L * i));
    }
    Instant last = NOON.plusSeconds(240);

    assertThat(four.at(last).standing()).isEqualTo(Standing.READY);
    assertThat(failed(four, last).at(last).standing()).isEqualTo(Standing.BREAKER_OPEN);
    TargetHealth between = failed(answered(four, 1, 1, last), last);
    assertThat(between.at(last).standing()).isEqualTo(Standing.READY);
  }

  @Test
  void opensOnOneFailureWhereOtherProxiesSawManyAndItsOwnCallsSayNothing() {
    CallCounts failing = new CallCounts(40, 30);
    TargetHealth few = TargetHealth.NEW.after(CallOutcome.Failed.IT, NOON, RULES, failing);
    TargetHealth many = TargetHealth.NEW;
    for (int i = 0; i < 30; i++) {
      many = answered(many, 1, 1, NOON);
    }

    assertThat(few.at(NOON).standing()).isEqualTo(Standing.BREAKER_OPEN);
    assertThat(many.after(CallOutcome.Failed.IT, NOON, RULES, failing).at(NOON).standing())
        .isEqualTo(Standing.READY);
  }

  @Test
  void restsUntilItsProviderTakesCallsAgain() {
    CallOutcome wait = new CallOutcome.AskedToWait(Duration.ofSeconds(20));
    TargetHealth resting = TargetHealth.NEW.after(wait, NOON, RULES, CallCounts.NONE);

    assertThat(resting.at(NOON.plusSeconds(19)).standing()).isEqualTo(Standing.ASKED_TO_WAIT);
    assertThat(resting.at(NOON.plusSeconds(20)).standing()).isEqualTo(Standing.READY);
    assertThat(resting.at(NOON).errorRate()).isZero();
    SharedHealth told = resting.shared(NOON);
    assertThat(TargetHealth.NEW.at(NOON, told).standing()).isEqualTo(Standing.ASKED_TO_WAIT);
  }

  @Test
  void leavesAnOutlierAloneAsLongAsABreaker() {
    TargetHealth ejected = TargetHealth.NEW.ejected(NOON, RULES);

    assertThat(ejected.at(NOON.plusSeconds(9)).standing()).isEqualTo(Standing.BREAKER_OPEN);
    assertThat(ejected.at(NOON.plusSeconds(10)).standing()).isEqualTo(Standing.READY);
    assertThat(RULES.isOutlier(new CallCounts(20, 8), new CallCounts(20, 2))).isTrue();
    assertThat(RULES.isOutlier(new CallCounts(20, 7), new CallCounts(20, 2))).isFalse();
    assertThat(RULES.isOutlier(new CallCounts(19, 19), new CallCounts(20, 0))).isFalse();
  }

  /** Two proxies that share out the calls know together what one would know that made them all. */
  @ParameterizedTest
  @MethodSource("seeds")
  void knowsTogetherWhatOneProxyWouldKnow(long seed) {
    var random = new SplittableRandom(seed);
    TargetHealth one = TargetHealth.NEW;
    TargetHealth[] shares = {TargetHealth.NEW, TargetHealth.NEW, TargetHealth.NEW};
    Instant now = NOON;
    for (int i = 0; i < 60; i++) {
      now = now.plusMillis(random.nextLong(3_000));
      int who = random.nextInt(3);
      double ttft = random.nextDouble(1_000);
      boolean fails = random.nextInt(5) == 0;
      one = fails ? failed(one, now) : answered(one, ttft, 10, now);
      shares[who] = fails ? failed(shares[who], now) : answered(shares[who], ttft, 10, now);
    }
    SharedHealth others = shares[1].shared(now).and(shares[2].shared(now), now);

    assertThat(others).isEqualTo(shares[2].shared(now).and(shares[1].shared(now), now));
    ModelHealth together = shares[0].at(now, others);
    ModelHealth alone = one.at(now);
    assertThat(together.ttftMillis().orElseThrow())
        .isCloseTo(alone.ttftMillis().orElseThrow(), within(1e-6));
    assertThat(together.errorRate()).isCloseTo(alone.errorRate(), within(1e-9));
    assertThat(together.samples()).isEqualTo(alone.samples());
  }

  private static TargetHealth failed(TargetHealth health, Instant at) {
    return health.after(CallOutcome.Failed.IT, at, RULES, CallCounts.NONE);
  }

  private static TargetHealth answered(TargetHealth health, double ttft, double speed, Instant at) {
    return health.after(new CallOutcome.Measured(ttft, speed), at, RULES, CallCounts.NONE);
  }
}
