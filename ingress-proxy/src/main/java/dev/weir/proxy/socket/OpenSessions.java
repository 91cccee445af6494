package dev.weir.proxy.socket;

import dev.weir.governance.stop.Stops;
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

/** The callers' sockets. One thread sweeps over all of them. */
public final class OpenSessions implements AutoCloseable {

  /** A caller's socket and what belongs to it. */
  public interface Session {

    /** Looks for what waited too long, and whether the caller is still welcome. */
    void sweep(long nowNanos);

    /** Nothing new begins on it; it closes when nothing is under way. */
    void drain();

    /** The process ends now. */
    void cut();

    /** Ends where an order stops it. */
    void obey(Stops stops);
  }

  /** Whether a session may begin. */
  public enum Entry {
    ENTERED,
    FULL,
    DRAINING
  }

  private static final Logger LOGGER = LoggerFactory.getLogger(OpenSessions.class);
  private static final long SWEEP_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** How long close frames may take to go out at the end. */
  private static final long CUT_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final int max;
  private final AtomicInteger count = new AtomicInteger();
  private final Set<Session> open = ConcurrentHashMap.newKeySet();

  /** What changed since the last sweep. */
  private final AtomicReference<@Nullable Stops> ordered = new AtomicReference<>();

  private final Thread sweeper;
  private volatile boolean draining;
  private volatile boolean closed;

  /** Starts to sweep. */
  public OpenSessions(int max) {
    this.max = max;
    this.sweeper = Thread.ofPlatform().name("weir-socket-sweeper").daemon().start(this::sweep);
  }

  /** {@link #leave} must follow where it entered. */
  public Entry enter(Session session) {
    if (draining) {
      return Entry.DRAINING;
    }
    if (count.incrementAndGet() > max) {
      count.decrementAndGet();
      return Entry.FULL;
    }
    open.add(session);
    if (draining) {
      session.drain();
    }
    return Entry.ENTERED;
  }

  /** May be called again. */
  public void leave(Session session) {
    if (open.remove(session)) {
      count.decrementAndGet();
    }
  }

  public int count() {
    return count.get();
  }

  /** From now on nothing new begins. */
  public void drain() {
    draining = true;
    open.forEach(Session::drain);
  }

  /** Has all sessions obey, at once and on the thread that sweeps. */
  public void obey(Stops stops) {
    ordered.set(stops);
    LockSupport.unpark(sweeper);
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

  private void forEach(Consumer<Session> task) {
    for (Session each : open) {
      try {
        task.accept(each);
      } catch (RuntimeException e) {
        LOGGER.atError().setCause(e).log("a socket cannot be swept");
      }
    }
  }

  /** Cuts what is still open. */
  @Override
  public void close() {
    draining = true;
    closed = true;
    LockSupport.unpark(sweeper);
    open.forEach(Session::cut);
    long since = System.nanoTime();
    while (count.get() > 0 && System.nanoTime() - since < CUT_WITHIN_NANOS) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
