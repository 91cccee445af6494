package dev.weir.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One of a load's streams: asks, reads to the end, asks again; after a failure it pauses. */
final class StreamReader implements ResponseReader.Body, EventScanner.Listener, AutoCloseable {

  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final StreamLoad load;
  private final int slot;
  private final EventScanner scanner = new EventScanner();
  private @Nullable Caller caller;
  private boolean running;
  private long startAt;
  private long sentAt;
  private boolean firstSeen;

  StreamReader(StreamLoad load, int slot, long startAt) {
    this.load = load;
    this.slot = slot;
    this.startAt = startAt;
  }

  /**
   * Asks for a stream when it is time.
   *
   * @return whether it still waits to begin
   */
  boolean startWhenDue(long now) {
    if (running) {
      return false;
    }
    if (now < startAt) {
      return true;
    }
    try {
      if (caller == null) {
        caller = load.connect(this, slot);
      }
      send(caller);
    } catch (IOException _) {
      fail();
    }
    return !running;
  }

  void receive(ByteBuffer shared) {
    Caller current = caller;
    if (current == null) {
      return;
    }
    try {
      switch (current.receive(shared, this)) {
        case UNDER_WAY -> {}
        case HUNG_UP -> fail();
        case ENDED -> {
          if (current.status() == 200 && firstSeen) {
            send(current);
          } else {
            fail();
          }
        }
      }
    } catch (IOException _) {
      fail();
    }
  }

  @Override
  public void part(ByteBuffer bytes) {
    scanner.scan(bytes, this);
  }

  @Override
  public void event(long writtenAtNanos) {
    long now = System.nanoTime();
    if (!firstSeen) {
      firstSeen = true;
      load.first(sentAt, now);
    }
    load.event(slot, writtenAtNanos, now);
  }

  @Override
  public void close() throws IOException {
    if (caller != null) {
      caller.close();
    }
  }

  private void send(Caller to) throws IOException {
    scanner.reset();
    firstSeen = false;
    running = true;
    sentAt = System.nanoTime();
    to.send();
  }

  private void fail() {
    load.failed();
    running = false;
    startAt = System.nanoTime() + PAUSE_NANOS;
    try {
      close();
    } catch (IOException e) {
      System.err.println("close: " + e.getMessage());
    }
    caller = null;
  }
}
