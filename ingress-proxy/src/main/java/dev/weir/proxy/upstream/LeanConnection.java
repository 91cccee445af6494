package dev.weir.proxy.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 connection to a provider, one call at a time. What one read brings is given on in one
 * piece, so that it can go out in one write. Holds no buffer while it waits.
 *
 * <p>Either the selector or the receiver of content (through {@code done}) drives it, never both:
 * reading stops while content is being delivered.
 */
final class LeanConnection extends AbstractConnection implements HttpParser.ResponseHandler {

  private static final int INPUT_BYTES = 16 * 1024;
  private static final int HEAD_BYTES_MAX = 32 * 1024;
  private static final byte[] NOTHING = new byte[0];

  /** A provider that closes later than this after the request may have served it. */
  private static final long STALE_NANOS = 20_000_000;

  private static final int DELIVERING = 1;
  private static final int PAUSED = 2;
  private static final int DONE = 3;

  private final ByteBufferPool buffers;
  private final Lane lane;
  private final HttpParser parser = new HttpParser(this, HEAD_BYTES_MAX);
  private final AtomicInteger delivery = new AtomicInteger(DONE);
  private final AtomicBoolean gone = new AtomicBoolean();
  private final Callback fillable = new Fillable();

  private volatile @Nullable LeanCall call;
  private volatile long idleSinceNanos;
  private @Nullable RetainableByteBuffer input;
  private HttpFields.Mutable fields = HttpFields.build();
  private byte[] content = NOTHING;
  private int contentLength;
  private int status;
  private volatile boolean anyByte;

  /** The write did not begin, or failed before all was taken. */
  private volatile boolean unsent = true;

  private volatile long begunNanos;
  private boolean reused;
  private boolean interested;
  private boolean persistent = true;
  private boolean complete;
  private @Nullable UpstreamFailure failure;

  /** {@code first}: the call that it was opened for; null where that one no longer waits. */
  LeanConnection(
      EndPoint endPoint,
      Executor executor,
      ByteBufferPool buffers,
      Lane lane,
      @Nullable LeanCall first) {
    super(endPoint, executor);
    this.buffers = buffers;
    this.lane = lane;
    this.call = first;
  }

  @Override
  public void onOpen() {
    super.onOpen();
    LeanCall first = call;
    if (first == null) {
      // It came too late and was given up: it is no part of the lane.
      gone.set(true);
      close();
    } else {
      begin(first);
    }
  }

  /** Whether it may serve a call: open, and not so long unused that the provider may close it. */
  boolean isUsable(long idleNanosMax) {
    return getEndPoint().isOpen() && System.nanoTime() - idleSinceNanos < idleNanosMax;
  }

  /** Serves the next call. */
  void start(LeanCall next) {
    reused = true;
    begin(next);
  }

  private void begin(LeanCall next) {
    anyByte = false;
    unsent = true;
    begunNanos = System.nanoTime();
    complete = false;
    failure = null;
    fields = HttpFields.build();
    call = next;
    next.on(this);
    if (gone.get()) {
      // It was closed before it could see this call.
      giveUp();
      return;
    }
    if (next.isOver()) {
      return;
    }
    next.events().handedOver();
    ByteBuffer bytes = next.bytes();
    unsent = false;
    getEndPoint()
        .write(
            new Callback() {
              @Override
              public void failed(Throwable cause) {
                // A connection that is closed meanwhile fails a write that has gone out whole.
                unsent = bytes.hasRemaining();
                close();
              }

              @Override
              public InvocationType getInvocationType() {
                return InvocationType.NON_BLOCKING;
              }
            },
            bytes);
    interest();
  }

  private void interest() {
    if (!interested) {
      interested = true;
      getEndPoint().fillInterested(fillable);
    }
  }

  @Override
  public void onFillable() {
    interested = false;
    process();
  }

  /** Reads, parses and gives on until there is nothing to read or the receiver is busy. */
  private void process() {
    try {
      while (true) {
        if (!drain()) {
          return;
        }
        int filled = fill();
        if (filled == 0) {
          releaseInput();
          interest();
          return;
        }
        if (call == null) {
          // Nothing was asked: the provider closed it, or it is no HTTP.
          close();
          return;
        }
        if (filled < 0) {
          parser.atEOF();
        } else {
          anyByte = true;
        }
      }
    } catch (IOException | RuntimeException e) {
      close();
    } finally {
      if (!getEndPoint().isOpen()) {
        releaseInput();
      }
    }
  }

  private int fill() throws IOException {
    RetainableByteBuffer buffer = input;
    if (buffer == null) {
      buffer = buffers.acquire(INPUT_BYTES, true);
      input = buffer;
    }
    return getEndPoint().fill(buffer.getByteBuffer());
  }

  /** Parses what was read; false where the receiver is busy or the connection is done with. */
  private boolean drain() {
    ByteBuffer bytes = input == null ? BufferUtil.EMPTY_BUFFER : input.getByteBuffer();
    boolean more = true;
    while (more && !complete && failure == null && (bytes.hasRemaining() || parser.isAtEOF())) {
      int before = bytes.remaining();
      parser.parseNext(bytes);
      more = bytes.remaining() < before;
    }
    boolean rest = bytes.hasRemaining();
    if (!rest) {
      // The receiver may be busy for long, or never come back.
      releaseInput();
    }
    if (contentLength > 0 && !deliver()) {
      return false;
    }
    if (failure != null || (parser.isAtEOF() && !complete)) {
      close();
      return false;
    }
    if (complete) {
      return finish(rest);
    }
    return true;
  }

  private boolean deliver() {
    LeanCall current = call;
    ByteBuffer piece = ByteBuffer.wrap(content, 0, contentLength);
    content = NOTHING;
    contentLength = 0;
    if (current == null || current.isOver()) {
      close();
      return false;
    }
    delivery.set(DELIVERING);
    current.events().content(piece, this::delivered);
    return !delivery.compareAndSet(DELIVERING, PAUSED);
  }

  private void delivered() {
    if (delivery.getAndSet(DONE) == PAUSED) {
      process();
    }
  }

  private boolean finish(boolean rest) {
    LeanCall ended = call;
    call = null;
    complete = false;
    boolean reusable = persistent && !rest && !parser.isAtEOF();
    // Before the connection is free: a cancellation must not hit the call that comes next.
    boolean mine = ended != null && ended.end();
    if (reusable && mine) {
      parser.reset();
      releaseInput();
      idleSinceNanos = System.nanoTime();
      interest();
      lane.release(this);
    } else {
      close();
    }
    if (ended != null && mine) {
      ended.events().completed();
    }
    return false;
  }

  private void releaseInput() {
    RetainableByteBuffer buffer = input;
    if (buffer != null) {
      input = null;
      buffer.release();
    }
  }

  @Override
  public void onClose(@Nullable Throwable cause) {
    super.onClose(cause);
    if (!gone.compareAndSet(false, true)) {
      return;
    }
    lane.closed(this);
    giveUp();
  }

  /** The connection is gone: its call goes on elsewhere or fails. */
  private void giveUp() {
    LeanCall current = takeCall();
    if (current == null || current.isOver()) {
      return;
    }
    if (wasStale() && current.retryOnce()) {
      lane.sendAfresh(current);
    } else {
      var closed = unsent && !anyByte ? UpstreamFailure.UNSENT : UpstreamFailure.CLOSED_EARLY;
      current.fail(failure == null ? closed : failure);
    }
  }

  /** For one of the closing and the beginning of a call, which may meet. */
  private synchronized @Nullable LeanCall takeCall() {
    LeanCall taken = call;
    call = null;
    return taken;
  }

  /**
   * Whether the provider cannot have served the call, so that a POST may be sent again (RFC 9110,
   * section 9.2.2): a pooled connection that did not take the whole request, or that the provider
   * closed while the request was on its way.
   */
  private boolean wasStale() {
    return reused
        && !anyByte
        && failure == null
        && (unsent || System.nanoTime() - begunNanos <= STALE_NANOS);
  }

  @Override
  public void startResponse(HttpVersion version, int responseStatus, String reason) {
    status = responseStatus;
    persistent = version == HttpVersion.HTTP_1_1;
  }

  @Override
  public void parsedHeader(HttpField field) {
    fields.add(field);
    if (field.getHeader() == HttpHeader.CONNECTION && field.contains("close")) {
      persistent = false;
    }
  }

  @Override
  public boolean headerComplete() {
    LeanCall current = call;
    if (status >= 200 && current != null && !current.isOver()) {
      current.events().answered(status, fields);
    }
    return false;
  }

  @Override
  public boolean content(ByteBuffer bytes) {
    int more = bytes.remaining();
    if (contentLength + more > content.length) {
      content =
          Arrays.copyOf(
              content,
              contentLength == 0 ? more : Math.max(contentLength + more, 2 * content.length));
    }
    bytes.get(content, contentLength, more);
    contentLength += more;
    return false;
  }

  @Override
  public boolean contentComplete() {
    return false;
  }

  @Override
  public boolean messageComplete() {
    if (status < 200) {
      // An interim answer (RFC 9110, section 15.2): the answer is still to come.
      parser.reset();
      fields = HttpFields.build();
    } else {
      complete = true;
    }
    return true;
  }

  @Override
  public void earlyEOF() {
    // No failure of its own: a reused connection that was closed unread may be tried again.
  }

  @Override
  public void badMessage(HttpException broken) {
    failure = UpstreamFailure.NOT_HTTP;
  }

  private final class Fillable implements Callback {

    @Override
    public void succeeded() {
      ResumeHere.around(LeanConnection.this::onFillable);
    }

    @Override
    public void failed(Throwable cause) {
      close();
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
