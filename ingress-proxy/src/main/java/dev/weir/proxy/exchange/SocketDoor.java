package dev.weir.proxy.exchange;

import dev.weir.governance.policy.NativeApi;
import dev.weir.governance.refusal.Answer;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.socket.CallerSockets;
import dev.weir.proxy.socket.MessageSocket;
import dev.weir.proxy.socket.OpenSessions;
import dev.weir.proxy.socket.ResponsesSocket;
import dev.weir.proxy.socket.SocketRequest;
import dev.weir.proxy.socket.Sockets;
import dev.weir.proxy.surface.Ask;
import dev.weir.proxy.surface.Surface;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where sockets come in. A caller is identified here, and a session admitted, before the socket
 * opens: until then every refusal is an answer over HTTP.
 */
final class SocketDoor {

  private static final Logger LOGGER = LoggerFactory.getLogger(SocketDoor.class);

  static final String REALTIME = "/v1/realtime";
  private static final String RESPONSES = "/v1/responses";
  private static final String MODEL = "model";

  private final Gateway gateway;
  private final Sockets sockets;
  private final AdmitStage admit;
  private final Request.Handler requests;

  /** {@code requests}: serves the requests that a Responses socket's messages stand for. */
  SocketDoor(Gateway gateway, Sockets sockets, AdmitStage admit, Request.Handler requests) {
    this.gateway = gateway;
    this.sockets = sockets;
    this.admit = admit;
    this.requests = requests;
  }

  /** Whether this is for a socket. */
  static boolean isFor(Request request) {
    String path = path(request);
    return REALTIME.equals(path) || (RESPONSES.equals(path) && CallerSockets.isAskedFor(request));
  }

  /** What Weir speaks itself, it speaks under each prefix as well. */
  private static String path(Request request) {
    String path = request.getHttpURI().getPath();
    if (path == null) {
      return "";
    }
    return NativeApi.under(path).map(api -> path.substring(api.prefix().length())).orElse(path);
  }

  void open(Request request, Response response, Callback callback) {
    SocketRequest asked = new SocketRequest(request);
    new Visit(asked, request, response, callback).begin();
  }

  /** A call is begun near the caller's connection; its messages come on other threads. */
  private void serve(Request message, Response answer, Callback done) {
    EndPoint near = message.getConnectionMetaData().getConnection().getEndPoint();
    gateway
        .upstream()
        .resume(
            near,
            () -> {
              try {
                var _ = requests.handle(message, answer, done);
              } catch (Exception e) {
                LOGGER.atError().setCause(e).log("a message was not served");
                done.failed(e);
              }
            });
  }

  /** The caller, where it is known. */
  static Optional<Identity.Known> known(Gateway gateway, Request request) {
    Identity identity =
        gateway.knowledge().callers().identify(request, gateway.self().clock().instant());
    return identity instanceof Identity.Known known ? Optional.of(known) : Optional.empty();
  }

  static Refusal refusal(OpenSessions.Entry entry) {
    return entry == OpenSessions.Entry.DRAINING
        ? new Refusal.Draining()
        : new Refusal.Busy(Duration.ofSeconds(1));
  }

  /** One caller that wants a socket. */
  private final class Visit {

    private final SocketRequest asked;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Arrival arrival;
    private final Reply reply;
    private Identity.@Nullable Known known;

    Visit(SocketRequest asked, Request request, Response response, Callback callback) {
      this.asked = asked;
      this.request = request;
      this.response = response;
      this.callback = callback;
      this.arrival = Arrival.of(asked, gateway.self());
      this.reply = new Reply(request, response, callback);
    }

    void begin() {
      AnswerHeaders.requestId(arrival.requestId(), reply.headers());
      if (!CallerSockets.isAskedFor(request) || !sockets.callers().isValid(request)) {
        reply.headers().put(HttpHeader.UPGRADE, "websocket");
        reply.headers().put(HttpHeader.CONNECTION, "Upgrade");
        reply.headers().put(HttpHeader.SEC_WEBSOCKET_VERSION, "13");
        turnAway(new Refusal.UpgradeRequired());
        return;
      }
      switch (gateway.knowledge().callers().identify(asked, arrival.at())) {
        case Identity.Refused(Refusal refusal) -> turnAway(refusal);
        case Identity.Known caller -> {
          known = caller;
          if (REALTIME.equals(path(request))) {
            realtime(caller);
          } else {
            responses(caller);
          }
        }
      }
    }

    private void realtime(Identity.Known caller) {
      Fields query = Request.extractQueryParameters(request);
      String model = query.getValue(MODEL);
      if (model == null || model.isEmpty() || query.getSize() > 1) {
        turnAway(
            new Refusal.InvalidRequest(
                "A Realtime session is opened with ?model=NAME and no other parameter."));
        return;
      }
      if (model.length() > Ask.MODEL_CHARACTERS_MAX) {
        turnAway(
            new Refusal.InvalidRequest(
                "The model's name exceeds " + Ask.MODEL_CHARACTERS_MAX + " characters."));
        return;
      }
      new RealtimeOpening(
              gateway,
              sockets,
              admit,
              arrival,
              caller,
              model,
              session -> upgrade(session.caller(), session::abandoned),
              this::answer)
          .start();
    }

    private void responses(Identity.Known caller) {
      ResponsesSocket session =
          new ResponsesSocket(
              sockets,
              asked,
              SocketDoor.this::serve,
              () -> SocketDoor.known(gateway, asked).isPresent());
      OpenSessions.Entry entry = sockets.open().enter(session);
      if (entry != OpenSessions.Entry.ENTERED) {
        turnAway(refusal(entry));
        return;
      }
      gateway
          .recorder()
          .admission(
              Events.admission(gateway.self(), arrival, caller, arrival.at())
                  .setStatus(101)
                  .build(),
              arrival.traceparent(),
              false);
      upgrade(session.caller(), () -> session.closed(1006));
    }

    private void upgrade(MessageSocket socket, Runnable notOpened) {
      Callback watched =
          new Callback() {
            @Override
            public void succeeded() {
              callback.succeeded();
            }

            @Override
            public void failed(Throwable cause) {
              notOpened.run();
              callback.failed(cause);
            }

            @Override
            public InvocationType getInvocationType() {
              return InvocationType.NON_BLOCKING;
            }
          };
      if (!sockets.callers().upgrade(request, response, watched, socket)) {
        notOpened.run();
        answer(new Refusal.UpgradeRequired());
      }
    }

    /** A caller without a record of its own. */
    private void turnAway(Refusal refusal) {
      gateway.recordTurnedAway(arrival, known, refusal);
      answer(refusal);
    }

    private void answer(Refusal refusal) {
      Answer answer = refusal.answer();
      Errors.headers(answer, reply.headers());
      reply.finish(
          answer.status(),
          Errors.JSON,
          Errors.body(answer, Surface.CHAT, arrival.requestId()),
          _ -> {});
    }
  }
}
