package dev.weir.proxy.exchange;

import dev.weir.governance.stop.Stops;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchanges in flight. One thread sweeps over all of them and ends what waited too long, which
 * costs less than a timer for each wait.
 */
public final class LiveExchanges implements AutoCloseable {

  /** What is swept. */
  interface Live {

    void sweep(long nowNanos);

    /** The process ends now. */
    void cut();

    /** Ends where an order stops it. */
    void obey(Stops stops);
  }

  /** Whether an exchange may begin. */
  enum Entry {
    ENTERED,
    FULL,
    DRAINING
  }

  private static final Logger LOGGER = LoggerFactory.getLogger(LiveExchanges.class);

  /** What is cut still writes its last bytes. */
  private static final Duration CUT_WITHIN = Duration.ofSeconds(1);

  private static final long SWEEP_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final int max;
  private final AtomicInteger count = new AtomicInteger();
  private final Set<Live> live = ConcurrentHashMap.newKeySet();

  /** What changed since the last sweep. */
  private final AtomicReference<@Nullable Stops> ordered = new AtomicReference<>();

  private final Thread sweeper;
  private volatile boolean draining;
  private volatile boolean closed;

  /** Starts to sweep. */
  public LiveExchanges(int max) {
    this.max = max;
    this.sweeper = Thread.ofPlatform().name("weir-sweeper").daemon().start(this::sweep);
  }

  Entry enter(Live exchange) {
    if (draining) {
      return Entry.DRAINING;
    }
    if (count.incrementAndGet() > max) {
      count.decrementAndGet();
      return Entry.FULL;
    }
    live.add(exchange);
    return Entry.ENTERED;
  }

  void leave(Live exchange) {
    if (live.remove(exchange)) {
      count.decrementAndGet();
    }
  }

  public int count() {
    return count.get();
  }

  public boolean isDraining() {
    return draining;
  }

  /** From now on nothing new begins. */
  public void drain() {
    draining = true;
  }

  /**
   * Has all in flight obey, at once and on the thread that sweeps: whoever hears of an order need
   * not wait until it is carried out.
   */
  public void obey(Stops stops) {
    ordered.set(stops);
    LockSupport.unpark(sweeper);
  }

  /** Waits until nothing is in flight; false where that took too long. */
  public boolean awaitNone(Duration within) {
    long until = System.nanoTime() + within.toNanos();
    while (count.get() > 0) {
      if (System.nanoTime() - until >= 0) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return true;
  }

  private void sweep() {
    while (!closed) {
      LockSupport.parkNanos(SWEEP_EVERY_NANOS);
      Stops stops = ordered.getAndSet(null);
      if (stops != null) {
        forEach(it -> it.obey(stops));
      }
      long now = System.nanoTime();
      forEach(it -> it.sweep(now));
    }
  }

  private void forEach(Consumer<Live> task) {
    for (Live each : live) {
      try {
        task.accept(each);
      } catch (RuntimeException e) {
        // All other deadlines hang on this thread.
        LOGGER.atError().setCause(e).log("an exchange could not be swept");
      }
    }
  }

  /** Cuts what is still in flight. */
  @Override
  public void close() {
    draining = true;
    closed = true;
    LockSupport.unpark(sweeper);
    live.forEach(Live::cut);
    var _ = awaitNone(CUT_WITHIN);
  }
}
