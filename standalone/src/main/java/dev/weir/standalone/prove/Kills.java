package dev.weir.standalone.prove;

import dev.weir.governance.escrow.EscrowTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

  /** The grantor looks at each account so often, and a proxy says at times that it lives. */
  private static final Duration LOOKS = Duration.ofSeconds(10);

  private record Due(long atSpent, Part part) {}

  private final Rig rig;
  private final Consumer<String> progress;
  private final List<Due> due = new ArrayList<>();
  private final List<Judgement.Absence> absences = new ArrayList<>();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private @Nullable Thread restarting;
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
  void look(long spent, Instant now) throws InterruptedException {
    rethrow();
    if (due.isEmpty() || due.getFirst().atSpent() > spent || isRestarting()) {
      return;
    }
    Part part = due.removeFirst().part();
    progress.accept("killing %s, %d tokens spent".formatted(part.name(), spent));
    part.kill();
    absences.add(new Judgement.Absence(now, now.plus(creditBackAfter())));
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

  /** Its lease ends, its exchanges are closed, and the grantor notices. */
  private static Duration creditBackAfter() {
    EscrowTerms terms = EscrowTerms.DEFAULT;
    return terms.lease().plus(terms.slack()).plus(Rig.ORPHAN_AFTER.multipliedBy(2)).plus(LOOKS);
  }

  /** Whether all were killed that are to be, run again, and have nothing left that others lack. */
  boolean areOver(Instant now) {
    return due.isEmpty()
        && !isRestarting()
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

  List<Judgement.Absence> absences() {
    return absences;
  }
}
