package dev.weir.proxy.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A caller's connection. It knows its selector, and it can be watched while an exchange waits:
 * HTTP/1.1 reads nothing between a request and the end of its answer, so nobody else would see the
 * caller go.
 *
 * <p>The end of what the caller sends counts as a hang-up, a reset as well. A caller that only
 * closed its sending side looks the same as one that is gone, and common servers and proxies treat
 * it so; an answer that comes before the watch begins still reaches it.
 *
 * <p>To see the end, what comes before it must be read. Such bytes (the next request, sent early)
 * are kept for the connection, which gets them before all later ones; when {@link #AHEAD_BYTES} are
 * kept, the watch is over and the rest stays with the caller's TCP. A hang-up behind that many
 * bytes is noticed by the next write.
 *
 * <p>The watch ends by itself when the connection reads on. One that was begun too late, because
 * the exchange ended meanwhile, changes nothing: bytes leave the socket under one lock and stay in
 * order, the connection's own reading goes first, and an exchange that is over does not listen.
 *
 * <p>The idle time of a request's head counts from its first byte: a caller that sends one byte
 * after the other does not keep its connection. While an exchange is on, its own deadlines count.
 */
final class NearEndPoint extends SocketChannelEndPoint {

  private static final int AHEAD_BYTES = 4 * 1024;

  private final ManagedSelector selector;
  private final ByteBufferPool buffers;
  private volatile @Nullable Runnable gone;
  private @Nullable RetainableByteBuffer ahead;

  /** Another protocol has it, whose frames come whether or not they are answered. */
  private volatile boolean upgraded;

  /** A request was read to the end of its head, and is not answered whole. */
  private volatile boolean serving;

  /** Bytes came since the last that went out. */
  private volatile boolean heard;

  NearEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      ByteBufferPool buffers) {
    super(channel, selector, key, scheduler);
    this.selector = selector;
    this.buffers = buffers;
  }

  ManagedSelector selector() {
    return selector;
  }

  /** See {@link NearConnector#serves(EndPoint, boolean)}. */
  void serves(boolean whether) {
    serving = whether;
    heard = false;
    if (whether) {
      notIdle();
    }
  }

  /** Whether it waits for a request, or for the rest of its head. */
  boolean isIdle() {
    return !serving && !upgraded;
  }

  /** See {@link NearConnector#watch(EndPoint, Runnable)}. */
  void watch(Runnable whenGone) {
    synchronized (this) {
      gone = whenGone;
    }
    super.needsFillInterest();
  }

  @Override
  public @Nullable Runnable onSelected() {
    SelectionKey key = gone == null ? null : getChannel().keyFor(selector.getSelector());
    boolean readable = key != null && key.isReadable();
    Runnable task = super.onSelected();
    return readable ? new Look(task) : task;
  }

  /** Reads ahead; gives whom to tell where the caller is gone. */
  private synchronized @Nullable Runnable look() {
    Runnable told = gone;
    if (told == null || isFillInterested()) {
      gone = null;
      return null;
    }
    RetainableByteBuffer kept = ahead;
    RetainableByteBuffer buffer = kept == null ? buffers.acquire(AHEAD_BYTES, true) : kept;
    ByteBuffer bytes = buffer.getByteBuffer();
    boolean atEnd = isAtEnd(bytes);
    boolean full = bytes.limit() >= AHEAD_BYTES;
    if (bytes.hasRemaining()) {
      ahead = buffer;
    } else {
      buffer.release();
    }
    if (atEnd || full) {
      gone = null;
    } else {
      super.needsFillInterest();
    }
    return atEnd ? told : null;
  }

  /** Past {@link #fill}: Jetty finds the end itself when it reads on. */
  private boolean isAtEnd(ByteBuffer bytes) {
    int from = BufferUtil.flipToFill(bytes);
    try {
      bytes.limit(Math.min(bytes.capacity(), AHEAD_BYTES));
      return getChannel().read(bytes) < 0;
    } catch (IOException e) {
      return true;
    } finally {
      BufferUtil.flipToFlush(bytes, from);
    }
  }

  @Override
  public synchronized int fill(ByteBuffer buffer) throws IOException {
    endWatch();
    RetainableByteBuffer kept = ahead;
    if (kept == null) {
      int filled = super.fill(buffer);
      if (filled > 0 && !heard && !serving) {
        heard = true;
      }
      return filled;
    }
    notIdle();
    heard = !serving;
    int moved = BufferUtil.append(buffer, kept.getByteBuffer());
    if (!kept.hasRemaining()) {
      releaseAhead();
    }
    return moved;
  }

  @Override
  public boolean flush(ByteBuffer... bytes) throws IOException {
    if (heard) {
      heard = false;
    }
    return super.flush(bytes);
  }

  @Override
  public void notIdle() {
    if (!heard || upgraded) {
      super.notIdle();
    }
  }

  @Override
  public void upgrade(Connection newConnection) {
    upgraded = true;
    super.upgrade(newConnection);
  }

  @Override
  protected void needsFillInterest() {
    boolean readable;
    synchronized (this) {
      endWatch();
      readable = ahead != null;
    }
    if (readable) {
      selector.submit(_ -> getFillInterest().fillable());
    } else {
      super.needsFillInterest();
    }
  }

  @Override
  public void onClose(@Nullable Throwable failure) {
    releaseAhead();
    super.onClose(failure);
  }

  private void endWatch() {
    if (gone != null) {
      gone = null;
    }
  }

  private synchronized void releaseAhead() {
    RetainableByteBuffer kept = ahead;
    if (kept != null) {
      ahead = null;
      kept.release();
    }
  }

  /** Looks whether the caller is gone, then does what the selection was for otherwise. */
  private final class Look implements Invocable.Task {

    private final @Nullable Runnable then;

    Look(@Nullable Runnable then) {
      this.then = then;
    }

    @Override
    public void run() {
      Runnable told = look();
      if (told != null) {
        told.run();
      }
      if (then != null) {
        then.run();
      }
    }

    /** What runs on this connector does not block; without a reader Jetty would not know. */
    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
