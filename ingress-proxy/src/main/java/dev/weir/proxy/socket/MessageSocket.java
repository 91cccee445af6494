package dev.weir.proxy.socket;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, whichever side opened it, as a sequence of text messages. Pings are answered, one
 * after the other; what exceeds a limit closes the socket with the code of the limit.
 */
public final class MessageSocket implements FrameHandler {

  /** Hears what comes. See the package's contract. */
  public interface Receiver {

    /** From now on messages can be sent. Nothing comes before {@link MessageSocket#next}. */
    void opened();

    /** The receiver releases the message, and asks for the next one when it likes. */
    void text(TextMessage message);

    /** Nothing comes any more, and nothing can be sent; {@code code} as in RFC 6455. */
    void closed(int code);
  }

  /** Is told how a write went. */
  public interface Sent {
    void sent(boolean wentOut);
  }

  /** No close frame came (RFC 6455, section 7.1.5). */
  private static final int ABNORMAL = CloseStatus.NO_CLOSE;

  /** How long the other side may take to answer a close frame. */
  private static final long CLOSE_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final SocketLimits limits;
  private final SocketCounts counts;
  private final Receiver receiver;
  private final MessageAssembly assembly;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable CoreSession session;

  /** These are guarded by the lock; no foreign code runs under it. */
  private boolean demanded;

  private @Nullable CloseCode closing;
  private String closingReason = "";
  private long closingSince;
  private int writes;
  private long writingSince;

  /** These two belong to the thread that brings frames. */
  private long controlSecond;

  private int controlFrames;

  public MessageSocket(
      SocketLimits limits, MessageRoom room, SocketCounts counts, Receiver receiver) {
    this.limits = limits;
    this.counts = counts;
    this.receiver = receiver;
    this.assembly = new MessageAssembly(limits, room);
  }

  /** Asks for the next message. To be called once for each, from any thread. */
  public void next() {
    synchronized (this) {
      if (demanded || closing != null) {
        return;
      }
    }
    demand();
  }

  private void demand() {
    CoreSession open = session;
    synchronized (this) {
      if (demanded || ended.get() || open == null) {
        return;
      }
      demanded = true;
    }
    open.demand();
  }

  /**
   * Sends a text message; the bytes must not change until {@code sent} was told. To a socket that
   * is not open, or is closing, nothing goes out.
   */
  public void send(ByteBuffer text, Sent sent) {
    CoreSession open = session;
    boolean mayWrite;
    synchronized (this) {
      mayWrite = open != null && closing == null && !ended.get();
    }
    if (open == null || !mayWrite) {
      sent.sent(false);
      return;
    }
    counts.sent(text.remaining());
    write(open, new Frame(OpCode.TEXT, true, text), sent);
  }

  private void write(CoreSession open, Frame frame, Sent sent) {
    synchronized (this) {
      if (writes++ == 0) {
        writingSince = System.nanoTime();
      }
    }
    open.sendFrame(
        frame,
        Callback.from(
            Invocable.InvocationType.NON_BLOCKING,
            () -> {
              written();
              sent.sent(true);
            },
            _ -> {
              written();
              sent.sent(false);
            }),
        false);
  }

  private synchronized void written() {
    writes--;
    writingSince = System.nanoTime();
  }

  /** Closes with a reason of this program's own words; what was sent before still goes out. */
  public void close(CloseCode code, String reason) {
    CoreSession open;
    synchronized (this) {
      if (closing != null || ended.get()) {
        return;
      }
      closing = code;
      closingReason = reason;
      closingSince = System.nanoTime();
      open = session;
    }
    if (open != null) {
      sendClose(open, code, reason);
    }
  }

  private void sendClose(CoreSession open, CloseCode code, String reason) {
    open.close(code.number(), reason, Callback.NOOP);
    // The answer to a close frame must be read, or the socket would linger.
    demand();
  }

  /** Closes the connection without a word. */
  public void abort() {
    CoreSession open = session;
    if (open != null) {
      open.abort();
    }
    end(ABNORMAL);
  }

  /** Cuts off who does not read, or does not answer a close frame. */
  public void sweep(long nowNanos) {
    boolean late;
    synchronized (this) {
      late =
          (writes > 0 && nowNanos - writingSince > limits.writeWithin().toNanos())
              || (closing != null && nowNanos - closingSince > CLOSE_WITHIN_NANOS);
    }
    if (late) {
      abort();
    }
  }

  public boolean isEnded() {
    return ended.get();
  }

  @Override
  public void onOpen(CoreSession opened, Callback callback) {
    callback.succeeded();
    CloseCode before;
    synchronized (this) {
      session = opened;
      before = closing;
    }
    if (before == null) {
      receiver.opened();
    } else {
      sendClose(opened, before, closingReason);
    }
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    boolean leaving;
    synchronized (this) {
      demanded = false;
      leaving = closing != null;
    }
    counts.received(frame.getPayloadLength());
    switch (frame.getOpCode()) {
      case OpCode.CLOSE -> callback.succeeded();
      case OpCode.PING, OpCode.PONG -> control(frame, callback);
      default -> {
        if (leaving) {
          callback.succeeded();
          demand();
        } else {
          data(frame, callback);
        }
      }
    }
  }

  private void control(Frame frame, Callback callback) {
    long now = System.nanoTime();
    if (now - controlSecond > SECOND_NANOS) {
      controlSecond = now;
      controlFrames = 0;
    }
    CoreSession open = session;
    if (++controlFrames > limits.controlFramesMax()) {
      callback.succeeded();
      close(CloseCode.POLICY, "Too many pings.");
      demand();
    } else if (frame.getOpCode() == OpCode.PING && open != null) {
      ByteBuffer payload = ByteBuffer.allocate(frame.getPayloadLength());
      if (frame.hasPayload()) {
        payload.put(frame.getPayload().duplicate());
      }
      callback.succeeded();
      // The next frame is read when the answer to this one is out: a flood slows itself down.
      write(open, new Frame(OpCode.PONG, true, payload.flip()), _ -> demand());
    } else {
      callback.succeeded();
      demand();
    }
  }

  private void data(Frame frame, Callback callback) {
    if (frame.getOpCode() == OpCode.BINARY) {
      callback.succeeded();
      close(CloseCode.UNSUPPORTED_DATA, "Messages are JSON in text frames.");
      return;
    }
    MessageAssembly.Added added = assembly.add(payload(frame), frame.isFin());
    boolean valid = added != MessageAssembly.Added.WHOLE || assembly.isUtf8();
    callback.succeeded();
    if (!valid) {
      assembly.drop();
      close(CloseCode.BAD_TEXT, "Text must be UTF-8.");
      return;
    }
    switch (added) {
      case MORE_TO_COME -> demand();
      case WHOLE -> receiver.text(assembly.take());
      case TOO_LARGE ->
          close(CloseCode.TOO_LARGE, "A message exceeds " + limits.messageBytesMax() + " bytes.");
      case TOO_MANY_FRAMES ->
          close(CloseCode.POLICY, "A message has more than " + limits.fragmentsMax() + " frames.");
      case NO_ROOM -> close(CloseCode.TRY_AGAIN_LATER, "The gateway has no room; come back.");
    }
  }

  private static ByteBuffer payload(Frame frame) {
    ByteBuffer payload = frame.getPayload();
    return payload == null ? ByteBuffer.allocate(0) : payload;
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    // onClosed follows, and tells all that a receiver can act on.
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    callback.succeeded();
    end(status.getCode());
  }

  private void end(int code) {
    if (ended.compareAndSet(false, true)) {
      assembly.drop();
      receiver.closed(code);
    }
  }
}
