package dev.weir.governance.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Token buckets that proxies share, in hundreds of schedules from seeds. */
final class RateSimulationTest {

  private static final int SEEDS = 300;
  private static final double STEPS_PER_SECOND = 100;

  @Test
  void letsThroughNoMoreThanItsSizeAndItsRefillInAnyStretchOfTime() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      long size = 500L + random.nextInt(20_000);
      long perSecond = 100L + random.nextInt(20_000);
      EscrowWorld world =
          world(seed, size, perSecond, 1 + random.nextInt(6), random.nextDouble() * 0.3, 3);
      var level = new Level(perSecond);
      int at = seed;
      world.run(
          Duration.ofSeconds(5 + random.nextInt(10)),
          true,
          () -> {
            long gone = world.gone();
            assertThat(world.exposure()).as("seed %s", at).isLessThanOrEqualTo(gone);
            assertThat(level.after(gone)).as("seed %s", at).isLessThanOrEqualTo(size + 1.0);
          });
    }
  }

  /** The least that a bucket must have held, had all that was used flowed in evenly. */
  private static final class Level {

    private final double perStep;
    private double level;
    private long before;

    Level(long perSecond) {
      perStep = perSecond / STEPS_PER_SECOND;
    }

    double after(long gone) {
      level = Math.max(0, level - perStep) + gone - before;
      before = gone;
      return level;
    }
  }

  @Test
  void letsThroughAsMuchAsFlowsInWhereMoreIsAskedFor() {
    for (int seed = 0; seed < 20; seed++) {
      EscrowWorld world = world(seed, 60_000, 1_000, 4, 0, 2);
      world.run(Duration.ofMinutes(2), true, () -> {});
      assertThat(world.exposure()).as("seed %s", seed).isGreaterThan(60_000 + 115_000);
      assertThat(world.refused).as("seed %s", seed).isPositive();
      assertThat(world.unanswered).as("seed %s", seed).isZero();
    }
  }

  @Test
  void refusesNobodyWhoAsksForLessThanFlowsIn() {
    for (int seed = 0; seed < 20; seed++) {
      EscrowWorld world = world(seed, 1_000_000, 200_000, 4, 0, 1);
      world.run(Duration.ofSeconds(20), true, () -> {});
      assertThat(world.exposure()).as("seed %s", seed).isGreaterThan(300_000);
      assertThat(world.refused + world.cut).as("seed %s", seed).isZero();
      assertThat(world.unanswered).as("seed %s", seed).isZero();
    }
  }

  @Test
  void isFullAgainWhenNobodyAsks() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      EscrowWorld world =
          world(seed, 10_000, 2_000, 1 + random.nextInt(6), random.nextDouble() * 0.3, 3);
      world.run(Duration.ofSeconds(10), true, () -> {});
      world.run(Duration.ofSeconds(60), false, () -> {});
      assertThat(world.grantor().free()).as("seed %s", seed).isEqualTo(10_000);
      assertThat(world.grantor().outstanding()).as("seed %s", seed).isZero();
    }
  }

  private static EscrowWorld world(
      long seed, long size, long perSecond, int proxies, double fault, int load) {
    return new EscrowWorld(
        seed,
        size,
        Optional.of(new Refill(perSecond, Duration.ofSeconds(1))),
        proxies,
        fault,
        load);
  }
}
