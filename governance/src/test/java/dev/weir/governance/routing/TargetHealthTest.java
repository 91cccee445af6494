package dev.weir.governance.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

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

  @Test
  void knowsNothingAtFirst() {
    assertThat(TargetHealth.NEW.at(NOON))
        .isEqualTo(new ModelHealth(OptionalDouble.empty(), OptionalDouble.empty(), 0, false, 0));
  }

  @Test
  void remembersOneAnswerAsItWas() {
    assertThat(TargetHealth.NEW.success(250, 80, NOON).at(NOON))
        .isEqualTo(new ModelHealth(OptionalDouble.of(250), OptionalDouble.of(80), 0, false, 1));
  }

  @Test
  void countsWhatIsAMinuteOldHalf() {
    ModelHealth health =
        TargetHealth.NEW
            .success(100, 0, NOON)
            .success(400, 0, NOON.plusSeconds(60))
            .at(NOON.plusSeconds(60));

    assertThat(health.ttftMillis().orElseThrow()).isCloseTo(300, within(1e-9));
    assertThat(health.tokensPerSecond()).isEmpty();
  }

  @Test
  void countsFailuresAmongAllCalls() {
    TargetHealth health = TargetHealth.NEW;
    for (int i = 0; i < 40; i++) {
      health = i % 4 == 0 ? health.failure(NOON) : health.success(100, 50, NOON);
    }

    assertThat(health.at(NOON).errorRate()).isCloseTo(0.25, within(1e-9));
    assertThat(health.at(NOON).samples()).isEqualTo(40);
    assertThat(health.at(NOON.plusSeconds(600)).samples()).isEqualTo(20);
  }

  @Test
  void forgetsTimesAfterFiveMinutesAndErrorsMoreSlowly() {
    TargetHealth health = TargetHealth.NEW.success(100, 50, NOON).failure(NOON);

    assertThat(health.at(NOON.plusSeconds(300)).ttftMillis()).isPresent();
    assertThat(health.at(NOON.plusSeconds(301)).ttftMillis()).isEmpty();
    assertThat(health.at(NOON.plusSeconds(301)).errorRate()).isEqualTo(0.5);
    assertThat(health.at(NOON.plusSeconds(36_000)).samples()).isZero();
  }

  @Test
  void opensItsBreakerAndLetsOneCallThrough() {
    TargetHealth health = TargetHealth.NEW;
    for (int i = 0; i < 20; i++) {
      health = health.failure(NOON);
    }
    Instant later = NOON.plusSeconds(10);

    assertThat(health.at(NOON).breakerOpen()).isTrue();
    assertThat(health.at(later).breakerOpen()).isFalse();
    assertThat(health.sent(later).at(later).breakerOpen()).isTrue();
    assertThat(health.sent(later).success(1, 1, later).at(later).breakerOpen()).isFalse();
  }

  @Test
  void refusesWhatIsNoMeasurement() {
    for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TargetHealth.NEW.success(wrong, 1, NOON));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TargetHealth.NEW.success(1, wrong, NOON));
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
            case 0 -> health.failure(now);
            case 1 -> health.sent(now);
            default -> health.success(random.nextDouble(1e9), random.nextDouble(1e6), now);
          };
      assertThat(health.at(now).errorRate()).isBetween(0.0, 1.0);
    }
  }

  private static TargetHealth all(List<Call> calls) {
    TargetHealth health = TargetHealth.NEW;
    for (Call call : calls) {
      health = health.success(call.ttft(), call.speed(), call.at());
    }
    return health;
  }
}
