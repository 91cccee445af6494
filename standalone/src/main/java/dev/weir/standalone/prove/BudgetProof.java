package dev.weir.standalone.prove;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.function.Consumer;

/** Runs the rounds of a proof, one after the other, on one set of processes. */
public final class BudgetProof {

  private static final Duration LOOK = Duration.ofMillis(100);

  /** A JVM that has just started is slow for a while; what is shown is of those that run. */
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  /** When nothing was admitted for so long although it was asked for, the limit is reached. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  /**
   * Orphans are closed after some time of silence, by processors that may have been away, and on a
   * small machine have much to read that was written while others were busy.
   */
  private static final Duration SETTLE_WITHIN = Duration.ofMinutes(3);

  /** Proxies give back within a second or two what nobody asks for. */
  private static final Duration RETURN_WITHIN = Duration.ofSeconds(8);

  private final BudgetTrial trial;
  private final InstantSource clock;
  private final Consumer<String> progress;

  /**
   * @param progress is told in a few words what goes on, by several threads
   */
  public BudgetProof(BudgetTrial trial, InstantSource clock, Consumer<String> progress) {
    this.trial = trial;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Runs all rounds on an empty folder.
   *
   * @param each is told of a round when it is over
   */
  public void run(Path data, Consumer<BudgetFinding> each)
      throws IOException, InterruptedException {
    progress.accept("starting the log, the processors and %d proxies".formatted(trial.proxies()));
    var random = new Random(trial.seed());
    try (Rig rig = Rig.start(data, trial.proxies(), trial::policy);
        var witness = new Witness(rig.log())) {
      warmUp(rig, witness, random);
      for (int round = 1; round <= trial.rounds(); round++) {
        each.accept(round(round, rig, witness, random));
      }
    }
  }

  private void warmUp(Rig rig, Witness witness, Random random) throws InterruptedException {
    progress.accept("warming up");
    witness.lookAt(Rig.WARM_UP);
    String key = rig.key(Rig.WARM_UP);
    try (var hammer = start(rig, key, random)) {
      long deadline = System.nanoTime() + WARM_UP.toNanos();
      while (System.nanoTime() - deadline < 0) {
        var _ = witness.read(LOOK);
      }
      hammer.stop();
      var _ = settle(witness);
    }
  }

  private Hammer start(Rig rig, String key, Random random) {
    return Hammer.start(trial.load(), key, rig.proxies(), new Random(random.nextLong()), _ -> {});
  }

  private BudgetFinding round(int round, Rig rig, Witness witness, Random random)
      throws InterruptedException {
    String team = BudgetTrial.team(round);
    String key = rig.key(team);
    witness.lookAt(team);
    progress.accept(
        "round %d: asking for more than %d tokens".formatted(round, trial.limitTokens()));
    Kills kills = Kills.of(trial, rig, new Random(random.nextLong()), progress);
    try (var hammer = start(rig, key, random)) {
      exhaust(hammer, kills, witness);
      hammer.stop();
      kills.await();
      Evidence evidence = settle(witness);
      progress.accept(
          "round %d: %d requests got no whole answer".formatted(round, hammer.broken()));
      return Judgement.of(
          round, trial.limitTokens(), evidence, kills.absences(clock.instant()), kills.done());
    }
  }

  /** Until nothing more is to be had, or the time is over. */
  private void exhaust(Hammer hammer, Kills kills, Witness witness) throws InterruptedException {
    Instant begun = clock.instant();
    long deadline = System.nanoTime() + trial.within().toNanos();
    boolean over = false;
    while (!over && System.nanoTime() - deadline < 0) {
      Evidence evidence = witness.read(LOOK);
      Instant now = clock.instant();
      kills.look(evidence, now);
      Instant admitted = evidence.admittedLast();
      boolean quiet = (admitted.isAfter(begun) ? admitted : begun).plus(QUIET).isBefore(now);
      hammer.patient(quiet);
      over = quiet && evidence.refused() > 0 && kills.areOver(now);
    }
  }

  /** Until the log knows the end of every exchange, and all credit that is left was given back. */
  private static Evidence settle(Witness witness) {
    long settled = System.nanoTime() + SETTLE_WITHIN.toNanos();
    Evidence evidence = witness.read(LOOK);
    while (evidence.open() > 0 && System.nanoTime() - settled < 0) {
      evidence = witness.read(LOOK);
    }
    long returned = System.nanoTime() + RETURN_WITHIN.toNanos();
    while ((evidence.unreturned() > 0 || evidence.unanswered() > 0)
        && System.nanoTime() - returned < 0) {
      evidence = witness.read(LOOK);
    }
    return evidence;
  }
}
