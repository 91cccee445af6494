package dev.weir.proxy;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.Handshaker;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;

/** A provider of Realtime sessions that does what a test tells it. */
final class ScriptedSocket implements AutoCloseable {

  /** A handshake as it came. */
  record Asked(String pathAndQuery, HttpFields headers) {}

  private final Server server = new Server();
  private final WebSocketComponents components = new WebSocketComponents();
  private final ServerConnector connector = new ServerConnector(server);
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<Session> sessions = new LinkedBlockingQueue<>();
  private volatile int refuseWith;

  ScriptedSocket() throws Exception {
    server.addConnector(connector);
    server.setHandler(new Opens());
    components.start();
    server.start();
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/v1");
  }

  /** Handshakes are answered with this status. */
  void refuseWith(int status) {
    refuseWith = status;
  }

  List<Asked> asked() {
    return asked;
  }

  /** Waits for the next session. */
  Session session() throws InterruptedException {
    Session next = sessions.poll(60, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no session came");
    }
    return next;
  }

  private final class Opens extends Handler.Abstract {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      asked.add(new Asked(request.getHttpURI().getPathQuery(), request.getHeaders()));
      if (refuseWith != 0) {
        response.setStatus(refuseWith);
        callback.succeeded();
        return true;
      }
      WebSocketNegotiator negotiator = (_, _, _) -> new Session();
      return Handshaker.newInstance()
          .upgradeRequest(
              negotiator,
              request,
              response,
              callback,
              components,
              new Configuration.ConfigurationCustomizer());
    }
  }

  /** One session, from the provider's side. */
  final class Session implements FrameHandler {

    private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile @Nullable CoreSession core;

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
      core = opened;
      callback.succeeded();
      sessions.add(this);
      opened.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
      if (frame.isDataFrame()) {
        partial.append(frame.getPayloadAsUTF8());
        if (frame.isFin()) {
          messages.add(partial.toString());
          partial.setLength(0);
        }
      }
      callback.succeeded();
      if (frame.getOpCode() != OpCode.CLOSE) {
        core().demand();
      }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
      callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
      closed.add(status.getCode());
      callback.succeeded();
    }

    private CoreSession core() {
      CoreSession open = core;
      if (open == null) {
        throw new IllegalStateException("not open");
      }
      return open;
    }

    /** Waits for the next message from the gateway. */
    String heard() throws InterruptedException {
      String next = messages.poll(60, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing was said");
      }
      return next;
    }

    /** Whether nothing has come that was not looked at. */
    boolean hasHeardNothing() {
      return messages.isEmpty();
    }

    void say(String text) {
      core().sendFrame(new Frame(OpCode.TEXT, text), Callback.NOOP, false);
    }

    void ping(String payload) {
      core()
          .sendFrame(
              new Frame(OpCode.PING, ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8))),
              Callback.NOOP,
              false);
    }

    void close(int code) {
      core().close(code, "", Callback.NOOP);
    }

    void abort() {
      core().abort();
    }

    /** Waits until the gateway has gone, and with which code. */
    int closed() throws InterruptedException {
      Integer code = closed.poll(10, TimeUnit.SECONDS);
      if (code == null) {
        throw new AssertionError("the session stayed open");
      }
      return code;
    }

    void answers(String id, String text, int inputTokens, int outputTokens) {
      say("{\"type\":\"response.created\",\"response\":{\"id\":\"" + id + "\"}}");
      say(
          "{\"type\":\"response.output_text.delta\",\"response_id\":\"%s\",\"delta\":\"%s\"}"
              .formatted(id, text));
      say(done(id, "completed", inputTokens, outputTokens));
    }
  }

  static String done(String id, String status, int inputTokens, int outputTokens) {
    return """
    {"type":"response.done","response":{"id":"%s","status":"%s","usage":{"total_tokens":%d,\
    "input_tokens":%d,"output_tokens":%d,"input_token_details":{"text_tokens":%d,\
    "audio_tokens":0,"cached_tokens":0},"output_token_details":{"text_tokens":%d,\
    "audio_tokens":0}}}}\
    """
        .formatted(
            id,
            status.toLowerCase(Locale.ROOT),
            inputTokens + outputTokens,
            inputTokens,
            outputTokens,
            inputTokens,
            outputTokens);
  }

  @Override
  public void close() {
    try {
      server.stop();
      components.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the provider does not stop", e);
    }
  }
}
