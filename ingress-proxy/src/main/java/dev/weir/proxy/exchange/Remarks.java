package dev.weir.proxy.exchange;

import dev.weir.dialects.realtime.RealtimeEvent;
import dev.weir.dialects.realtime.SpeechFormat;
import dev.weir.proxy.record.EventLog;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says outside of responses, gathered into one exchange for some seconds: a record
 * of its own for each word would be most of the log.
 */
final class Remarks {

  private static final long LASTS_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Supplier<SocketExchange> exchanges;

  /** Guarded by the lock: who adds to it and who ends it are two threads. */
  private @Nullable SocketExchange gathering;

  private boolean closed;

  /** {@code exchanges}: gives a new one, of the kind of remarks. */
  Remarks(Supplier<SocketExchange> exchanges) {
    this.exchanges = exchanges;
  }

  /** False where it cannot be recorded. */
  synchronized boolean add(
      AdmitStage admit, RealtimeEvent event, SpeechFormat spoken, byte[] recorded) {
    if (closed) {
      return false;
    }
    SocketExchange current = gathering;
    if (current == null) {
      current = exchanges.get();
      current.begin(admit, new byte[0], 0, EventLog.Told.NOBODY, _ -> {});
      if (current.isSettled()) {
        return false;
      }
      gathering = current;
    }
    return current.mayPass(event, spoken, recorded);
  }

  synchronized void sweep(long nowNanos) {
    SocketExchange current = gathering;
    if (current != null) {
      current.sweep(nowNanos);
      if (nowNanos - current.atNanos() > LASTS_NANOS) {
        end();
      }
    }
  }

  /** Nothing is gathered any more. */
  synchronized void close() {
    closed = true;
    end();
  }

  private void end() {
    SocketExchange current = gathering;
    gathering = null;
    if (current != null) {
      current.completed(200);
    }
  }
}
