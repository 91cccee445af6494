package dev.weir.proxy.exchange;

import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads a body into one array. What exceeds the limit is read and dropped, so that a caller that
 * sends first and listens then gets its answer, up to {@link #DROPPED_BYTES_MAX}.
 */
final class BodyReader implements Invocable.Task {

  /** Hears how the reading ended; exactly one of these, once. */
  interface Receiver {

    void whole(byte[] bytes, int length);

    void tooLarge();

    /** The caller went away. */
    void broken();
  }

  static final long DROPPED_BYTES_MAX = 64L * 1024 * 1024;
  private static final int FIRST_BYTES = 4 * 1024;
  private static final byte[] NOTHING = new byte[0];

  private final Request request;
  private final int maxBytes;
  private final Receiver receiver;
  private byte[] bytes;
  private int length;
  private long dropped;

  BodyReader(Request request, int maxBytes, Receiver receiver) {
    this.request = request;
    this.maxBytes = maxBytes;
    this.receiver = receiver;
    long announced = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    // A caller that announces much and sends nothing shall not hold memory.
    this.bytes = announced <= 0 ? NOTHING : new byte[(int) Math.min(announced, 64 * 1024)];
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
        receiver.tooLarge();
        return;
      }
    }
  }

  private void take(Content.Chunk chunk) {
    int size = chunk.remaining();
    if (dropped > 0 || size > maxBytes - length) {
      dropped += size;
      bytes = NOTHING;
      return;
    }
    if (length + size > bytes.length) {
      int grown = Math.clamp(2L * bytes.length, FIRST_BYTES, maxBytes);
      bytes = Arrays.copyOf(bytes, Math.max(length + size, grown));
    }
    chunk.getByteBuffer().get(bytes, length, size);
    length += size;
  }

  private void end() {
    if (dropped > 0) {
      receiver.tooLarge();
    } else {
      receiver.whole(bytes, length);
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
