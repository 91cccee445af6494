package dev.weir.proxy.upstream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** The connections of one selector to one provider, and the calls that wait for one. */
final class Lane {

  private final NearConnector connector;
  private final ManagedSelector selector;
  private final String host;
  private final int port;
  private final UpstreamLimits limits;

  private final Deque<LeanConnection> idle = new ArrayDeque<>();
  private final Deque<LeanCall> waiting = new ArrayDeque<>();
  private int open;

  Lane(
      NearConnector connector,
      ManagedSelector selector,
      String host,
      int port,
      UpstreamLimits limits) {
    this.connector = connector;
    this.selector = selector;
    this.host = host;
    this.port = port;
    this.limits = limits;
  }

  void send(LeanCall call) {
    LeanConnection pooled;
    boolean dial = false;
    synchronized (this) {
      pooled = takeIdle();
      if (pooled == null) {
        if (open < limits.connectionsMax()) {
          open++;
          dial = true;
        } else if (waiting.size() < limits.waitingMax()) {
          waiting.addLast(call);
          return;
        }
      }
    }
    if (pooled != null) {
      pooled.start(call);
    } else if (dial) {
      dialFor(call);
    } else {
      call.fail(UpstreamFailure.BUSY);
    }
  }

  /** On a connection of its own: the pooled one was closed under the call. */
  void sendAfresh(LeanCall call) {
    synchronized (this) {
      open++;
    }
    dialFor(call);
  }

  /** The connection used last: it is the least likely to be closed by the provider. */
  private @Nullable LeanConnection takeIdle() {
    LeanConnection newest = idle.pollLast();
    while (newest != null && !newest.isUsable(limits.pooledIdle().toNanos())) {
      newest.close();
      newest = idle.pollLast();
    }
    return newest;
  }

  /** A connection is free again. */
  void release(LeanConnection connection) {
    LeanCall next;
    LeanConnection stale = null;
    synchronized (this) {
      next = nextWaiting();
      if (next == null) {
        LeanConnection oldest = idle.peekFirst();
        if (oldest != null && !oldest.isUsable(limits.pooledIdle().toNanos())) {
          stale = idle.pollFirst();
        }
        idle.addLast(connection);
      }
    }
    if (stale != null) {
      stale.close();
    }
    if (next != null) {
      connection.start(next);
    }
  }

  /** A connection is gone. */
  void closed(LeanConnection connection) {
    LeanCall next;
    synchronized (this) {
      idle.remove(connection);
      open--;
      next = nextWaiting();
      if (next != null) {
        open++;
      }
    }
    if (next != null) {
      dialFor(next);
    }
  }

  private @Nullable LeanCall nextWaiting() {
    LeanCall next = waiting.pollFirst();
    while (next != null && next.isOver()) {
      next = waiting.pollFirst();
    }
    return next;
  }

  private void dialFor(LeanCall call) {
    Attempt attempt = new Attempt(call);
    // On a thread that may wait: looking a name up does.
    connector.getExecutor().execute(attempt::begin);
  }

  /** One attempt to connect; either connected or failed, in time or not, counts once. */
  private final class Attempt implements NearConnector.Dial {

    private final LeanCall call;
    private final AtomicBoolean decided = new AtomicBoolean();
    private volatile Scheduler.@Nullable Task timer;

    Attempt(LeanCall call) {
      this.call = call;
    }

    void begin() {
      try {
        timer =
            connector
                .getScheduler()
                .schedule(
                    this::failed, call.request().connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
          failed();
        } else {
          connector.dial(address, selector, this);
        }
      } catch (IOException | RuntimeException e) {
        failed();
      }
    }

    @Override
    public Connection connected(EndPoint endPoint) {
      endPoint.setIdleTimeout(0);
      boolean inTime = decided.compareAndSet(false, true);
      cancelTimer();
      Executor executor = connector.getExecutor();
      ByteBufferPool buffers = connector.getByteBufferPool();
      return new LeanConnection(endPoint, executor, buffers, Lane.this, inTime ? call : null);
    }

    @Override
    public void failed() {
      if (decided.compareAndSet(false, true)) {
        cancelTimer();
        LeanCall next;
        synchronized (Lane.this) {
          open--;
          next = nextWaiting();
          if (next != null) {
            open++;
          }
        }
        call.fail(UpstreamFailure.UNREACHABLE);
        if (next != null) {
          dialFor(next);
        }
      }
    }

    private void cancelTimer() {
      Scheduler.Task task = timer;
      if (task != null) {
        task.cancel();
      }
    }
  }
}
