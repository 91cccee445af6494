package dev.weir.governance.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The whole protocol, in thousands of schedules from seeds. */
final class EscrowSimulationTest {

  private static final int SEEDS = 2_000;

  @Test
  void neverSpendsMoreThanTheLimitWhateverIsLostRepeatedDelayedOrKilled() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      long max = 1_000L + random.nextInt(100_000);
      EscrowWorld world =
          new EscrowWorld(seed, max, 1 + random.nextInt(6), random.nextDouble() * 0.3, 3);
      int at = seed;
      world.run(
          Duration.ofSeconds(5 + random.nextInt(10)),
          true,
          () -> assertThat(world.exposure()).as("seed %s", at).isLessThanOrEqualTo(max));
    }
  }

  @Test
  void passesTheLimitByNoMoreThanWhatAnswersHaveBeyondTheirReservations() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      long max = 1_000L + random.nextInt(20_000);
      EscrowWorld world =
          new EscrowWorld(seed, max, 1 + random.nextInt(6), random.nextDouble() * 0.3, 3);
      world.largeAnswers = 0.2;
      int at = seed;
      world.run(
          Duration.ofSeconds(5 + random.nextInt(10)),
          true,
          () ->
              assertThat(world.exposure())
                  .as("seed %s", at)
                  .isLessThanOrEqualTo(max + world.beyond));
      world.run(Duration.ofSeconds(60), false, () -> {});
      assertThat(world.grantor().spent()).as("seed %s", seed).isEqualTo(world.spent());
      assertThat(world.grantor().outstanding()).as("seed %s", seed).isZero();
    }
  }

  @Test
  void givesAllBackWhenNothingRunsAnyMoreAndNothingIsLostOfTheLimit() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      long max = 1_000L + random.nextInt(100_000);
      EscrowWorld world =
          new EscrowWorld(seed, max, 1 + random.nextInt(6), random.nextDouble() * 0.3, 2);
      world.run(Duration.ofSeconds(10), true, () -> {});
      world.run(Duration.ofSeconds(60), false, () -> {});
      assertThat(world.grantor().spent()).as("seed %s", seed).isEqualTo(world.spent());
      assertThat(world.grantor().outstanding()).as("seed %s", seed).isZero();
      assertThat(world.grantor().free()).as("seed %s", seed).isEqualTo(max - world.spent());
      assertThat(world.grantor().overspent()).as("seed %s", seed).isZero();
    }
  }

  @Test
  void neverSpendsMoreThanTheLimitWhateverIsHopedFor() {
    int kept = 0;
    int lost = 0;
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      long max = 1_000L + random.nextInt(100_000);
      EscrowWorld world =
          new EscrowWorld(seed, max, 1 + random.nextInt(6), random.nextDouble() * 0.3, 3);
      world.hopes = 0.5;
      int at = seed;
      world.run(
          Duration.ofSeconds(5 + random.nextInt(10)),
          true,
          () -> assertThat(world.exposure()).as("seed %s", at).isLessThanOrEqualTo(max));
      world.run(Duration.ofSeconds(60), false, () -> {});
      assertThat(world.grantor().spent()).as("seed %s", seed).isEqualTo(world.spent());
      assertThat(world.grantor().outstanding()).as("seed %s", seed).isZero();
      assertThat(world.grantor().free()).as("seed %s", seed).isEqualTo(max - world.spent());
      kept += world.kept;
      lost += world.lost;
    }
    assertThat(kept).isPositive();
    assertThat(lost).isPositive();
  }

  /** What is hoped for is nobody's, so nobody is refused for it. */
  @Test
  void refusesNobodyForAHopeWhileMoreThanAHundredthIsFree() {
    for (int seed = 0; seed < 5; seed++) {
      EscrowWorld world = new EscrowWorld(seed, 2_000_000, 4, 0, 2);
      world.hopes = 0.5;
      world.run(Duration.ofSeconds(150), true, () -> {});
      assertThat(world.spent()).as("seed %s", seed).isGreaterThan(1_900_000);
      assertThat(world.refusedWhileFree).as("seed %s", seed).isZero();
      assertThat(world.unanswered).as("seed %s", seed).isZero();
    }
  }

  @Test
  void spendsTheWholeLimitToTheLastToken() {
    for (int seed = 0; seed < 50; seed++) {
      EscrowWorld world = new EscrowWorld(seed, 200_000, 4, 0, 4);
      world.run(Duration.ofSeconds(60), true, () -> {});
      world.run(Duration.ofSeconds(20), false, () -> {});
      // The smallest request asks for one token: nothing is too little for somebody.
      assertThat(world.spent()).as("seed %s", seed).isEqualTo(200_000);
      assertThat(world.unanswered).as("seed %s", seed).isZero();
    }
  }

  @Test
  void refusesNobodyWhileMoreThanAHundredthIsFree() {
    for (int seed = 0; seed < 10; seed++) {
      EscrowWorld world = new EscrowWorld(seed, 2_000_000, 4, 0, 2);
      world.run(Duration.ofSeconds(150), true, () -> {});
      assertThat(world.spent()).as("seed %s", seed).isGreaterThan(1_900_000);
      assertThat(world.refused).as("seed %s", seed).isPositive();
      assertThat(world.refusedWhileFree).as("seed %s", seed).isZero();
      assertThat(world.unanswered).as("seed %s", seed).isZero();
    }
  }
}
