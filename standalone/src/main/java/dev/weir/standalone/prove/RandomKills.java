package dev.weir.standalone.prove;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Kills of proxies and processors at random moments, one after the other; some are killed again
 * while they start. For one thread.
 */
final class RandomKills {

  /** Every such kill is followed by another one in the middle of the start. */
  private static final int AGAIN_ONE_OF = 3;

  /** A start takes a few seconds. */
  private static final int START_MILLIS = 3_000;

  private record Due(long afterNanos, Part part, boolean again, int startMillis) {}

  private final Rig rig;
  private final Consumer<String> progress;
  private final List<Due> due = new ArrayList<>();
  private int done;

  RandomKills(BillsTrial trial, Rig rig, Random random, Consumer<String> progress) {
    this.rig = rig;
    this.progress = progress;
    List<Part> parts = new ArrayList<>(rig.proxies());
    // As often as all proxies together.
    for (int i = 0; i < rig.proxies().size(); i++) {
      parts.add(rig.processors());
    }
    for (int i = 0; i < trial.kills(); i++) {
      due.add(
          new Due(
              (long) (random.nextDouble() * trial.asking().toNanos()),
              parts.get(random.nextInt(parts.size())),
              random.nextInt(AGAIN_ONE_OF) == 0,
              random.nextInt(START_MILLIS)));
    }
    due.sort((a, b) -> Long.compare(a.afterNanos(), b.afterNanos()));
  }

  /**
   * Returns when {@code asking} is over and all that was killed serves again. A moment that comes
   * while another process is on its way back waits for it.
   */
  void run(Duration asking) throws InterruptedException {
    long begun = System.nanoTime();
    for (Due kill : due) {
      sleepUntil(begun + kill.afterNanos());
      kill(kill);
    }
    sleepUntil(begun + asking.toNanos());
  }

  private void kill(Due kill) throws InterruptedException {
    progress.accept("killing " + kill.part().name());
    kill.part().kill();
    done++;
    if (kill.again()) {
      kill.part().start();
      TimeUnit.MILLISECONDS.sleep(kill.startMillis());
      progress.accept("killing %s while it starts".formatted(kill.part().name()));
      kill.part().kill();
      done++;
    }
    rig.restart(kill.part());
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
  }

  int done() {
    return done;
  }
}
