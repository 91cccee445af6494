package dev.weir.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Sends requests at a constant rate whatever the answers do, and takes each latency from the moment
 * at which the request should have been sent. A slow answer therefore delays nobody else's clock,
 * and a stall counts once for each request that fell into it (no coordinated omission).
 *
 * <p>One thread that polls and yields: a timer on this path would be late by as much as a gateway
 * adds. A yield gives the core to the upstream, which shares it.
 */
public final class OpenLoop {

  private static final int CONNECTIONS_MAX = 256;
  private static final int CONNECTIONS_AT_START = 32;
  private static final long GRACE_NANOS = Duration.ofSeconds(3).toNanos();

  private final Endpoint endpoint;
  private final byte[] request;
  private final Selector selector;
  private final ByteBuffer shared = ByteBuffer.allocateDirect(64 * 1024);
  private final List<Lane> lanes = new ArrayList<>();
  private final Deque<Lane> idle = new ArrayDeque<>();
  private final Deque<Long> waiting = new ArrayDeque<>();
  private final Samples latencies = new Samples();
  private final Samples lateness = new Samples();
  private long failed;

  private OpenLoop(Endpoint endpoint, Selector selector) {
    this.endpoint = endpoint;
    this.request = ChatRequest.completion().bytes(endpoint);
    this.selector = selector;
  }

  /**
   * What came of it.
   *
   * @param latencies from the due moment to the end of the answer
   * @param lateness from the due moment to the sending, where a connection was free: the
   *     generator's own error
   * @param failed no answer in time, or not 200
   */
  public record Outcome(Samples latencies, Samples lateness, long failed) {}

  /** Sends {@code perSecond} requests a second for a while. */
  public static Outcome run(Endpoint endpoint, int perSecond, Duration duration)
      throws IOException {
    try (Selector selector = Selector.open()) {
      return new OpenLoop(endpoint, selector).drive(perSecond, duration);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck")
  private Outcome drive(int perSecond, Duration duration) throws IOException {
    try {
      for (int i = 0; i < CONNECTIONS_AT_START; i++) {
        idle.push(open());
      }
      long total = perSecond * duration.toMillis() / 1_000;
      long gapNanos = 1_000_000_000L / perSecond;
      long start = System.nanoTime();
      long deadline = start + duration.toNanos() + GRACE_NANOS;
      long sent = 0;
      while (latencies.size() + failed < total && System.nanoTime() < deadline) {
        while (sent < total && start + sent * gapNanos <= System.nanoTime()) {
          dispatch(start + sent * gapNanos);
          sent++;
        }
        if (selector.selectNow(this::receive) == 0) {
          Thread.yield();
        }
      }
      return new Outcome(latencies, lateness, total - latencies.size());
    } finally {
      for (Lane lane : lanes) {
        lane.caller.close();
      }
    }
  }

  private void dispatch(long due) throws IOException {
    if (idle.isEmpty() && lanes.size() < CONNECTIONS_MAX) {
      idle.push(open());
    }
    if (idle.isEmpty()) {
      waiting.add(due);
      return;
    }
    send(idle.pop(), due);
    lateness.add(System.nanoTime() - due);
  }

  private void send(Lane lane, long due) {
    lane.due = due;
    try {
      lane.caller.send();
    } catch (IOException _) {
      fail(lane);
    }
  }

  private void receive(SelectionKey key) {
    Lane lane = (Lane) key.attachment();
    try {
      switch (lane.caller.receive(shared, _ -> {})) {
        case UNDER_WAY -> {}
        case HUNG_UP -> fail(lane);
        case ENDED -> ended(lane);
      }
    } catch (IOException _) {
      fail(lane);
    }
  }

  private void ended(Lane lane) {
    if (lane.caller.status() == 200) {
      latencies.add(System.nanoTime() - lane.due);
    } else {
      failed++;
    }
    lane.due = Lane.IDLE;
    next(lane);
  }

  private void next(Lane lane) {
    Long due = waiting.poll();
    if (due == null) {
      idle.push(lane);
    } else {
      send(lane, due);
    }
  }

  /** Counts the request, if there was one, as failed, and gives the connection up. */
  private void fail(Lane lane) {
    if (lane.due != Lane.IDLE) {
      failed++;
    }
    idle.remove(lane);
    lanes.remove(lane);
    try {
      lane.caller.close();
    } catch (IOException e) {
      System.err.println("close: " + e.getMessage());
    }
  }

  private Lane open() throws IOException {
    Caller caller = Caller.connect(endpoint, request, selector);
    Lane lane = new Lane(caller);
    caller.attach(lane);
    lanes.add(lane);
    return lane;
  }

  private static final class Lane {
    static final long IDLE = Long.MIN_VALUE;

    private final Caller caller;
    private long due = IDLE;

    Lane(Caller caller) {
      this.caller = caller;
    }
  }
}
