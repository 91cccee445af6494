package dev.weir.proxy.exchange;

import dev.weir.proxy.upstream.NearConnector;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/** The answer to a caller. At most one write is under way; after the last one nothing happens. */
final class Reply {

  private enum State {
    OPEN,
    WRITING,
    /** A part is being written, and the last one waits for it. */
    FINISHING,
    FINISHED
  }

  /** The last part, and who is told how it went. */
  private record Last(ByteBuffer bytes, Ended ended) {}

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Request request;
  private final Response response;
  private final Callback callback;
  private State state = State.OPEN;
  private @Nullable Last waiting;

  Reply(Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
  }

  EndPoint endPoint() {
    return request.getConnectionMetaData().getConnection().getEndPoint();
  }

  HttpFields.Mutable headers() {
    return response.getHeaders();
  }

  void status(int status) {
    response.setStatus(status);
  }

  boolean isCommitted() {
    return response.isCommitted();
  }

  /** Writes a part; one of the two is told. */
  void write(ByteBuffer bytes, Runnable written, Runnable failed) {
    if (!move(State.OPEN, State.WRITING)) {
      failed.run();
      return;
    }
    response.write(
        false,
        bytes,
        new Written() {
          @Override
          public void succeeded() {
            Last last = afterWrite();
            written.run();
            if (last != null) {
              write(last);
            }
          }

          @Override
          public void failed(Throwable cause) {
            Last last = afterWrite();
            failed.run();
            if (last != null) {
              last.ended.run(false);
              callback.failed(cause);
            }
          }
        });
  }

  /** Nothing is being written any more; gives the last part where that has waited. */
  private synchronized @Nullable Last afterWrite() {
    Last last = waiting;
    waiting = null;
    if (state == State.WRITING) {
      state = State.OPEN;
    } else if (last != null) {
      state = State.FINISHED;
    }
    return last;
  }

  /**
   * Writes the last part, after what is being written. {@code ended} runs before the connection can
   * serve another request, with whether the bytes went out.
   */
  void finish(ByteBuffer last, Ended ended) {
    synchronized (this) {
      if (state == State.WRITING) {
        state = State.FINISHING;
        waiting = new Last(last, ended);
        return;
      }
    }
    if (move(State.OPEN, State.FINISHED)) {
      write(new Last(last, ended));
    } else {
      abort();
      ended.run(false);
    }
  }

  private void write(Last last) {
    response.write(
        true,
        last.bytes,
        new Written() {
          @Override
          public void succeeded() {
            last.ended.run(true);
            NearConnector.serves(endPoint(), false);
            callback.succeeded();
          }

          @Override
          public void failed(Throwable cause) {
            last.ended.run(false);
            callback.failed(cause);
          }
        });
  }

  void finish(Ended ended) {
    finish(NOTHING, ended);
  }

  /** A whole answer. */
  void finish(int status, String contentType, ByteBuffer body, Ended ended) {
    status(status);
    headers().put(HttpHeader.CONTENT_TYPE, contentType);
    headers().put(HttpHeader.CONTENT_LENGTH, body.remaining());
    finish(body, ended);
  }

  /** Closes the connection: the caller must see that its answer is not whole. */
  void abort() {
    State before;
    Last last;
    synchronized (this) {
      before = state;
      last = waiting;
      state = State.FINISHED;
      waiting = null;
    }
    endPoint().close();
    if (last != null) {
      last.ended.run(false);
    }
    if (before != State.FINISHED) {
      callback.failed(new CutException());
    }
  }

  private synchronized boolean move(State from, State to) {
    if (state != from) {
      return false;
    }
    state = to;
    return true;
  }

  /** Is told how the last write went. */
  interface Ended {
    void run(boolean wentOut);
  }

  private abstract static class Written implements Callback {

    @Override
    public Invocable.InvocationType getInvocationType() {
      return Invocable.InvocationType.NON_BLOCKING;
    }
  }

  /** Tells Jetty that an answer was cut; without a trace, since it is no defect. */
  private static final class CutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CutException() {
      super("the answer was cut", null, false, false);
    }
  }
}
