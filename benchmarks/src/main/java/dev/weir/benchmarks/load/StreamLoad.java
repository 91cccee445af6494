package dev.weir.benchmarks.load;

import dev.weir.benchmarks.upstream.DeliveredEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a number of streams open: each, when it has ended, is asked for again on its connection.
 * One thread reads them all; every event is timed from the moment at which the upstream wrote it.
 */
public final class StreamLoad {

  /** How the streams are begun. */
  public enum Start {
    /** Spread over a second, so that streams by the clock do not beat together. */
    SPREAD,
    AT_ONCE
  }

  /**
   * What to run.
   *
   * @param leadIn time at the beginning in which nothing is timed
   */
  public record Plan(String model, int streams, Start start, Duration leadIn, Duration measured) {
    public Plan {
      if (streams < 1 || streams > DeliveredEvents.SLOTS) {
        throw new IllegalArgumentException(
            "streams must be 1 to " + DeliveredEvents.SLOTS + ": " + streams);
      }
    }
  }

  /**
   * What came of it.
   *
   * @param firstEvent from the request to the stream's first event
   * @param delay from the upstream's writing of an event to its reading here
   * @param eventsPerSecond after the lead-in
   * @param events in all, lead-in included
   * @param failed streams that were refused or broken
   */
  public record Outcome(
      Samples firstEvent, Samples delay, double eventsPerSecond, long events, long failed) {}

  private final Endpoint endpoint;
  private final Plan plan;
  private final DeliveredEvents delivered;
  private final Selector selector;
  private final ByteBuffer shared = ByteBuffer.allocateDirect(64 * 1024);
  private final List<StreamReader> readers = new ArrayList<>();
  private final Samples firstEvent = new Samples();
  private final Samples delay = new Samples();
  private long measureFrom;
  private long events;
  private long measuredEvents;
  private long failed;

  private StreamLoad(Endpoint endpoint, Plan plan, DeliveredEvents delivered, Selector selector) {
    this.endpoint = endpoint;
    this.plan = plan;
    this.delivered = delivered;
    this.selector = selector;
  }

  public static Outcome run(Endpoint endpoint, Plan plan, DeliveredEvents delivered)
      throws IOException {
    try (Selector selector = Selector.open()) {
      return new StreamLoad(endpoint, plan, delivered, selector).drive();
    }
  }

  private Outcome drive() throws IOException {
    long start = System.nanoTime();
    long gap = plan.start() == Start.SPREAD ? 1_000_000_000L / plan.streams() : 0;
    for (int i = 0; i < plan.streams(); i++) {
      readers.add(new StreamReader(this, i, start + i * gap));
    }
    measureFrom = start + plan.leadIn().toNanos();
    long end = measureFrom + plan.measured().toNanos();
    try {
      long now = start;
      while (now < end) {
        boolean waiting = false;
        for (StreamReader reader : readers) {
          waiting |= reader.startWhenDue(now);
        }
        selector.select(this::receive, waiting ? 1 : 10);
        now = System.nanoTime();
      }
      double seconds = (now - measureFrom) / 1e9;
      return new Outcome(firstEvent, delay, measuredEvents / seconds, events, failed);
    } finally {
      for (StreamReader reader : readers) {
        reader.close();
      }
    }
  }

  private void receive(SelectionKey key) {
    ((StreamReader) key.attachment()).receive(shared);
  }

  Caller connect(StreamReader reader, int slot) throws IOException {
    byte[] request = ChatRequest.stream(plan.model(), "slot-" + slot).bytes(endpoint);
    Caller caller = Caller.connect(endpoint, request, selector);
    caller.attach(reader);
    return caller;
  }

  void first(long sentAt, long now) {
    if (sentAt >= measureFrom) {
      firstEvent.add(now - sentAt);
    }
  }

  void event(int slot, long writtenAt, long now) {
    delivered.add(slot);
    events++;
    if (writtenAt >= measureFrom) {
      measuredEvents++;
      delay.add(now - writtenAt);
    }
  }

  void failed() {
    failed++;
  }
}
