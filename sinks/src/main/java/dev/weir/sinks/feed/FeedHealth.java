package dev.weir.sinks.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What the feed's thread last said of itself; read by other threads. */
public final class FeedHealth {

  /** Longer than any pass of the feed should take, file sealing included. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(60);

  private final InstantSource clock;
  private volatile Instant lastPass;
  private volatile boolean joined;
  private volatile boolean ended;
  private volatile List<String> held = List.of();

  FeedHealth(InstantSource clock) {
    this.clock = clock;
    this.lastPass = clock.instant();
  }

  void passed(List<String> heldReasons) {
    held = List.copyOf(heldReasons);
    lastPass = clock.instant();
  }

  void joined() {
    joined = true;
  }

  void ended() {
    ended = true;
  }

  /** False when only a new process can help. */
  public boolean isAlive() {
    return !ended && Duration.between(lastPass, clock.instant()).compareTo(SILENCE_MAX) < 0;
  }

  /** Why the archive does not follow the log; empty when it does. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>(held);
    if (!isAlive()) {
      problems.add("the archive's thread does not run");
    } else if (!joined) {
      problems.add("no partitions assigned yet");
    }
    return List.copyOf(problems);
  }
}
