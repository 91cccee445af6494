package dev.weir.standalone.prove;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Kills a proxy and the processors, each when a random share of the limit is spent, and starts them
 * again. One after the other, beside the thread that asks.
 */
final class Kills {

  /** Where a kill is due at the latest: everything must be able to end well after it. */
  private static final double SHARE_MAX = 0.8;

  /** Who waits for credit asks again within so long after the grantor is back. */
  private static final Duration LOOKS = Duration.ofSeconds(10);

  private record Due(long atSpent, Part part) {}

  /** Since when one is away, and the starts of proxies that died with it. */
  private record Away(Instant since, Set<String> dead) {}

  private final Rig rig;
  private final Consumer<String> progress;
  private final List<Due> due = new ArrayList<>();
  private final List<Judgement.Absence> absences = new ArrayList<>();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private @Nullable Thread restarting;
  private @Nullable Away away;
  private int done;

  private Kills(Rig rig, Consumer<String> progress) {
    this.rig = rig;
    this.progress = progress;
  }

  /** None at all where the trial wants none. */
  static Kills of(BudgetTrial trial, Rig rig, Random random, Consumer<String> progress) {
    var kills = new Kills(rig, progress);
    if (trial.kill()) {
      Part proxy = rig.proxies().get(random.nextInt(rig.proxies().size()));
      kills.add(trial, proxy, random);
      kills.add(trial, rig.processors(), random);
      kills.due.sort((a, b) -> Long.compare(a.atSpent(), b.atSpent()));
    }
    return kills;
  }

  private void add(BudgetTrial trial, Part part, Random random) {
    due.add(new Due((long) (trial.limitTokens() * SHARE_MAX * random.nextDouble()), part));
  }

  /** Kills who is due, unless another one is still on its way back. */
  void look(Evidence evidence, Instant now) throws InterruptedException {
    rethrow();
    noteReturn(evidence, now);
    long spent = evidence.spent();
    if (due.isEmpty() || due.getFirst().atSpent() > spent || isRestarting()) {
      return;
    }
    if (away != null) {
      // Its credit is not back; from here on the next one counts too.
      absences.add(new Judgement.Absence(away.since(), now));
    }
    Part part = due.removeFirst().part();
    progress.accept("killing %s, %d tokens spent".formatted(part.name(), spent));
    Set<String> dead = new HashSet<>(evidence.starts(part.name()));
    if (away != null) {
      dead.addAll(away.dead());
    }
    part.kill();
    away = new Away(now, dead);
    done++;
    restarting = Thread.ofVirtual().start(() -> restart(part));
  }

  private void restart(Part part) {
    try {
      rig.restart(part);
      progress.accept(part.name() + " is back");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  private void rethrow() {
    RuntimeException e = failure.get();
    if (e != null) {
      throw e;
    }
  }

  private boolean isRestarting() {
    return restarting != null && restarting.isAlive();
  }

  /** It runs again, and what the dead ones held is free: their lease ended, all is closed. */
  private void noteReturn(Evidence evidence, Instant now) {
    if (away != null && !isRestarting() && Collections.disjoint(evidence.holders(), away.dead())) {
      absences.add(new Judgement.Absence(away.since(), now.plus(LOOKS)));
      away = null;
    }
  }

  /** Whether all were killed that are to be, run again, and have nothing left that others lack. */
  boolean areOver(Instant now) {
    return due.isEmpty()
        && away == null
        && absences.stream().noneMatch(absence -> absence.holds(now));
  }

  /** Returns when nobody is on the way back any more. */
  void await() throws InterruptedException {
    if (restarting != null) {
      restarting.join();
    }
    rethrow();
  }

  int done() {
    return done;
  }

  /** When one was away, or its credit; until {@code now} where it still is. */
  List<Judgement.Absence> absences(Instant now) {
    List<Judgement.Absence> all = new ArrayList<>(absences);
    if (away != null) {
      all.add(new Judgement.Absence(away.since(), now));
    }
    return all;
  }
}
