package dev.weir.proxy.upstream;

import java.nio.channels.SelectableChannel;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many connections callers may have at once. While all are taken the connector accepts no more:
 * who connects waits in the queue of the operating system, and those that have waited longest for a
 * next request are closed.
 */
public final class ConnectionRoom {

  private final int max;

  /** By identity. Guarded by this. */
  private final Set<SelectableChannel> taken = Collections.newSetFromMap(new IdentityHashMap<>());

  private boolean closed;
  private volatile boolean accepting = true;
  private final LongAdder timesFull = new LongAdder();
  private final LongAdder idleClosed = new LongAdder();

  /**
   * @param max at least 1
   */
  public ConnectionRoom(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("a proxy needs room for a connection: " + max);
    }
    this.max = max;
  }

  public int max() {
    return max;
  }

  /** Connections of callers now. */
  public synchronized int count() {
    return taken.size();
  }

  /** How often all were taken. */
  public long timesFull() {
    return timesFull.sum();
  }

  /** Connections that were closed before their idle time was over, since others wanted room. */
  public long idleClosed() {
    return idleClosed.sum();
  }

  void closedIdle() {
    idleClosed.increment();
  }

  boolean isAccepting() {
    return accepting;
  }

  /** Whether one more may be accepted; where not, {@code pause} runs first. */
  synchronized boolean admits(Runnable pause) {
    if (taken.size() < max) {
      return true;
    }
    if (accepting && !closed) {
      accepting = false;
      timesFull.increment();
      pause.run();
    }
    return false;
  }

  synchronized void take(SelectableChannel channel) {
    taken.add(channel);
  }

  /** Gives the place back, once; {@code resume} runs where the connector had paused. */
  synchronized void release(SelectableChannel channel, Runnable resume) {
    if (taken.remove(channel) && !accepting && !closed) {
      accepting = true;
      resume.run();
    }
  }

  /** No connection is accepted any more, whatever becomes of those that are open. */
  synchronized void close() {
    closed = true;
  }
}
