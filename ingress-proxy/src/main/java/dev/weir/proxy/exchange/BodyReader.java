package dev.weir.proxy.exchange;

import dev.weir.governance.refusal.Refusal;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads a body into one array, whose size it claims of the room for all bodies. What exceeds a
 * limit is read and dropped, so that a caller that sends first and listens then gets its answer, up
 * to {@link #DROPPED_BYTES_MAX}.
 */
final class BodyReader implements Invocable.Task {

  /** Hears how the reading ended; exactly one of these, once. */
  interface Receiver {

    void whole(byte[] bytes, int length);

    /** It is too large, or there is no room for it. */
    void unread(Refusal refusal);

    /** The caller went away. */
    void broken();
  }

  static final long DROPPED_BYTES_MAX = 64L * 1024 * 1024;
  private static final int FIRST_BYTES = 4 * 1024;
  private static final byte[] NOTHING = new byte[0];

  private final Request request;
  private final int maxBytes;
  private final BodyRoom room;
  private final Receiver receiver;
  private byte[] bytes = NOTHING;
  private int length;
  private long dropped;
  private boolean crowded;
  private long claimed;
  private boolean released;

  BodyReader(Request request, int maxBytes, BodyRoom room, Receiver receiver) {
    this.request = request;
    this.maxBytes = maxBytes;
    this.room = room;
    this.receiver = receiver;
  }

  void begin() {
    long announced = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    // A caller that announces much and sends nothing shall not hold memory.
    if (announced > 0) {
      grow((int) Math.min(announced, Math.min(maxBytes, 64 * 1024)));
    }
    run();
  }

  /** The body is not needed any more. May be called at any time, on any thread, and again. */
  synchronized void release() {
    released = true;
    room.release(claimed);
    claimed = 0;
  }

  private synchronized boolean claim(int more) {
    if (released || !room.claim(more)) {
      return false;
    }
    claimed += more;
    return true;
  }

  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        receiver.broken();
        return;
      }
      take(chunk);
      boolean last = chunk.isLast();
      chunk.release();
      if (last) {
        end();
        return;
      }
      if (dropped > DROPPED_BYTES_MAX) {
        end();
        return;
      }
    }
  }

  private void take(Content.Chunk chunk) {
    int size = chunk.remaining();
    if (!crowded && dropped == 0 && size <= maxBytes - length && length + size > bytes.length) {
      int doubled = (int) Math.min(Math.max(2L * bytes.length, FIRST_BYTES), maxBytes);
      grow(Math.max(length + size, doubled));
    }
    if (crowded || dropped > 0 || size > maxBytes - length) {
      dropped += size;
      bytes = NOTHING;
      release();
      return;
    }
    chunk.getByteBuffer().get(bytes, length, size);
    length += size;
  }

  private void grow(int size) {
    if (claim(size - bytes.length)) {
      bytes = Arrays.copyOf(bytes, size);
    } else {
      crowded = true;
    }
  }

  private void end() {
    if (crowded) {
      receiver.unread(new Refusal.Busy(Duration.ofSeconds(1)));
    } else if (dropped > 0) {
      receiver.unread(new Refusal.BodyTooLarge(maxBytes));
    } else {
      byte[] whole = bytes;
      // The exchange drops the body when it is sent, and this reader lives as long as it.
      bytes = NOTHING;
      receiver.whole(whole, length);
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
