package dev.weir.proxy.socket;

import dev.weir.dialects.openai.OpenAiError;
import dev.weir.dialects.responses.ResponseCreate;
import dev.weir.dialects.responses.ResponseCreate.Reading;
import dev.weir.dialects.responses.SocketMemory;
import dev.weir.governance.stop.Stops;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's Responses over a WebSocket. Each {@code response.create} is served as the POST that it
 * stands for, by what serves those: so each is identified, recorded, limited and routed as any
 * other request is, and every provider can answer it. One is served at a time; {@link #WAITING_MAX}
 * may wait.
 */
public final class ResponsesSocket implements MessageSocket.Receiver, OpenSessions.Session {

  /** Serves requests over HTTP. */
  public interface Exchanges {

    /** Returns at once; {@code done} is told when the answer is whole, or will never be. */
    void serve(Request request, Response answer, Callback done);
  }

  /** One more is answered with an error. */
  static final int WAITING_MAX = 4;

  /** A longer conversation is the caller's to tell again. */
  private static final int MEMORY_BYTES_MAX = 1024 * 1024;

  private static final long WELCOME_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Sockets sockets;
  private final SocketRequest opened;
  private final Exchanges exchanges;
  private final BooleanSupplier welcome;
  private final MessageSocket caller;
  private final long since = System.nanoTime();

  /** This belongs to the response that is served. */
  private final SocketMemory memory = new SocketMemory(MEMORY_BYTES_MAX);

  private long remembered;

  /** This belongs to the sweeper. */
  private long lookedAt = since;

  /** These are guarded by the lock. */
  private final Deque<TextMessage> waiting = new ArrayDeque<>();

  private boolean busy;
  private boolean draining;
  private @Nullable MessageRequest serving;

  /**
   * @param exchanges serve the POST that a message stands for
   * @param welcome whether the caller is still who may call
   */
  public ResponsesSocket(
      Sockets sockets, SocketRequest opened, Exchanges exchanges, BooleanSupplier welcome) {
    this.sockets = sockets;
    this.opened = opened;
    this.exchanges = exchanges;
    this.welcome = welcome;
    this.caller = sockets.caller(this);
  }

  /** The caller's side, before it is open. */
  public MessageSocket caller() {
    return caller;
  }

  @Override
  public void opened() {
    caller.next();
  }

  @Override
  public void text(TextMessage message) {
    switch (place(message)) {
      case AT_ONCE -> {
        caller.next();
        serve(message);
      }
      case WAITS -> caller.next();
      case NO_PLACE -> {
        message.release();
        refuse(
            429,
            "too_many_waiting",
            "A socket serves one response at a time and lets " + WAITING_MAX + " wait.",
            caller::next);
      }
    }
  }

  private enum Place {
    AT_ONCE,
    WAITS,
    NO_PLACE
  }

  /** Placed under the lock: what is served may end meanwhile. */
  private synchronized Place place(TextMessage message) {
    if (!busy) {
      busy = true;
      return Place.AT_ONCE;
    }
    if (waiting.size() == WAITING_MAX) {
      return Place.NO_PLACE;
    }
    waiting.add(message);
    return Place.WAITS;
  }

  private void serve(TextMessage message) {
    Reading reading = ResponseCreate.read(message.bytes(), message.length(), memory);
    message.release();
    switch (reading) {
      case Reading.Wrong(String text) -> refuse(400, "invalid_request", text, this::served);
      case Reading.Asks(byte[] body) -> serve(new MessageRequest(opened, body));
    }
  }

  private void serve(MessageRequest request) {
    synchronized (this) {
      serving = request;
    }
    if (caller.isEnded()) {
      request.gone();
    }
    Callback done =
        Callback.from(
            Invocable.InvocationType.NON_BLOCKING,
            this::served,
            _ -> {
              // Half an answer must not look like a whole one.
              caller.close(CloseCode.UPSTREAM_FAILED, "The answer was cut.");
              served();
            });
    MessageResponse answer = new MessageResponse(request, caller, memory::sees);
    exchanges.serve(request, answer, done);
  }

  /** What the memory holds is claimed; where there is no room, it forgets. */
  private void claimMemory() {
    sockets.memories().release(remembered);
    remembered = memory.bytes();
    if (caller.isEnded() || !sockets.memories().claim(remembered)) {
      memory.forget();
      remembered = 0;
    }
  }

  /** The next one's turn, or nobody's. */
  private void served() {
    TextMessage next;
    claimMemory();
    boolean leaves;
    synchronized (this) {
      serving = null;
      next = waiting.poll();
      busy = next != null;
      leaves = !busy && draining;
    }
    if (leaves) {
      leave();
    } else if (next != null) {
      serve(next);
    }
  }

  private void refuse(int status, String code, String text, Runnable then) {
    OpenAiError error = new OpenAiError(text, OpenAiError.typeOf(status), "", code, Map.of());
    caller.send(ByteBuffer.wrap(ResponseCreate.error(status, error.body())), _ -> then.run());
  }

  private void leave() {
    caller.close(CloseCode.GOING_AWAY, "This gateway is stopping; another one will answer.");
  }

  @Override
  public void closed(int code) {
    MessageRequest under;
    boolean idle;
    synchronized (this) {
      idle = !busy;
      waiting.forEach(TextMessage::release);
      waiting.clear();
      under = serving;
    }
    sockets.open().leave(this);
    if (idle) {
      claimMemory();
    }
    if (under != null) {
      under.gone();
    }
  }

  @Override
  public void sweep(long nowNanos) {
    caller.sweep(nowNanos);
    Duration lifetime = sockets.limits().lifetime();
    if (nowNanos - since > lifetime.toNanos()) {
      caller.close(
          CloseCode.GOING_AWAY,
          "A socket lives for " + lifetime.toMinutes() + " minutes; reconnect.");
    } else if (nowNanos - lookedAt > WELCOME_EVERY_NANOS) {
      lookedAt = nowNanos;
      if (!welcome.getAsBoolean()) {
        caller.close(CloseCode.POLICY, "The key is not valid any more.");
      }
    }
  }

  @Override
  public void drain() {
    boolean idle;
    synchronized (this) {
      draining = true;
      idle = !busy;
    }
    if (idle) {
      leave();
    }
  }

  @Override
  public void cut() {
    leave();
  }

  /** Each response is an exchange and obeys by itself; the next one is refused. */
  @Override
  public void obey(Stops stops) {}
}
