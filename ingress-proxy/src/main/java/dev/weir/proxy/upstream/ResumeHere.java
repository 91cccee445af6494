package dev.weir.proxy.upstream;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.TryExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The executor of the callers' connections. A connection that is to go on because its exchange
 * ended within an event of a provider's connection goes on right after that event, on the same
 * thread; a change of threads would cost more than reading the next request. One for each event, so
 * that no connection starves the others; all else goes to the pool.
 */
final class ResumeHere implements TryExecutor {

  private static final ThreadLocal<Slot> SLOT = ThreadLocal.withInitial(Slot::new);

  private final Executor pool;
  private final TryExecutor tryPool;

  ResumeHere(Executor pool) {
    this.pool = pool;
    this.tryPool = TryExecutor.asTryExecutor(pool);
  }

  /** Runs an event of a provider's connection, and then what is to go on because of it. */
  static void around(Runnable event) {
    Slot slot = SLOT.get();
    if (slot.active) {
      event.run();
      return;
    }
    slot.active = true;
    Runnable next;
    try {
      event.run();
    } finally {
      slot.active = false;
      next = slot.next;
      slot.next = null;
    }
    if (next != null) {
      next.run();
    }
  }

  @Override
  public void execute(Runnable task) {
    Slot slot = SLOT.get();
    if (slot.active && slot.next == null && task instanceof Connection) {
      slot.next = task;
    } else {
      pool.execute(task);
    }
  }

  @Override
  public boolean tryExecute(Runnable task) {
    return tryPool.tryExecute(task);
  }

  private static final class Slot {

    private boolean active;
    private @Nullable Runnable next;
  }
}
