package dev.weir.proxy.exchange;

import dev.weir.governance.policy.NativeApi;
import dev.weir.governance.refusal.Answer;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.socket.Sockets;
import dev.weir.proxy.surface.NativePath;
import dev.weir.proxy.surface.PassageAsk;
import dev.weir.proxy.surface.ReadUsage;
import dev.weir.proxy.surface.Surface;
import dev.weir.proxy.upstream.NearConnector;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The data port: which path is what. */
public final class GatewayHandler extends Handler.Abstract.NonBlocking {

  private static final List<String> PASSING = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  /** Weir reads what it admits, and no client that is known compresses a prompt. */
  private static final Refusal COMPRESSED =
      new Refusal.InvalidRequest("The body is compressed; send it without Content-Encoding.");

  private final Gateway gateway;
  private final AdmitStage admit;
  private final ModelList models;
  private final SocketDoor door;
  private final ReadUsage read = new ReadUsage();

  public GatewayHandler(Gateway gateway, Sockets sockets) {
    this.gateway = gateway;
    Gateway.Knowledge knowledge = gateway.knowledge();
    this.admit =
        new AdmitStage(
            gateway.quota(),
            gateway.costs(),
            new RoutePlans(knowledge.routes(), knowledge.targets()),
            knowledge.stops());
    this.models = new ModelList(gateway);
    this.door = new SocketDoor(gateway, sockets, admit, this);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    // Deadlines are the exchange's own; the connection's idle time is for connections without one.
    request.addIdleTimeoutListener(_ -> false);
    NearConnector.serves(request.getConnectionMetaData().getConnection().getEndPoint(), true);
    if (SocketDoor.isFor(request)) {
      door.open(request, response, callback);
      return true;
    }
    Arrival arrival = Arrival.of(request, gateway.self());
    Reply reply = new Reply(request, response, callback);
    String raw = request.getHttpURI().getPath();
    Optional<NativeApi> api = NativeApi.under(raw);
    String prefix = api.map(NativeApi::prefix).orElse("");
    // What Weir speaks itself, it speaks under each prefix: an SDK has one base URL.
    // Decoding takes dots out, and with them maybe the prefix.
    String path =
        arrival.path().startsWith(prefix) ? arrival.path().substring(prefix.length()) : "";
    Optional<Surface> surface =
        api.isPresent()
            ? Surface.under(raw.substring(prefix.length()), query(request.getHttpURI()))
            : Surface.at(raw, query(request.getHttpURI()));
    if (surface.isPresent()) {
      if (arrival.method().equals("POST") && isCompressed(request)) {
        turnAway(arrival, reply, surface.get(), COMPRESSED);
      } else if (arrival.method().equals("POST")) {
        new Exchange(gateway, arrival, reply, surface.get(), admit).start();
      } else {
        reply.headers().put(HttpHeader.ALLOW, "POST");
        turnAway(arrival, reply, surface.get(), new Refusal.MethodNotAllowed("POST"));
      }
    } else if (ModelList.isAt(path)) {
      if (arrival.method().equals("GET")) {
        models.answer(arrival, reply, path);
      } else {
        reply.headers().put(HttpHeader.ALLOW, "GET");
        turnAway(arrival, reply, spoken(path, arrival), new Refusal.MethodNotAllowed("GET"));
      }
    } else if (api.isPresent()) {
      pass(arrival, reply, api.get());
    } else {
      turnAway(arrival, reply, spoken(path, arrival), new Refusal.UnknownPath());
    }
    return true;
  }

  private static boolean isCompressed(Request request) {
    String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    return encoding != null && !encoding.equalsIgnoreCase("identity");
  }

  /** How errors look to whoever asks, where the path tells nothing. */
  private static Surface spoken(String path, Arrival arrival) {
    return Surface.speaking(ModelList.dialect(path, arrival.request().getHeaders()));
  }

  /** A call of a provider's own API. */
  private void pass(Arrival arrival, Reply reply, NativeApi api) {
    HttpURI uri = arrival.request().getHttpURI();
    if (Surface.isUnreadAnswer(api, uri.getPath())) {
      turnAway(
          arrival,
          reply,
          Surface.speaking(api),
          new Refusal.InvalidRequest(
              "This path is not served; ask for an answer under models/ or tunedModels/."));
      return;
    }
    Optional<NativePath> path = NativePath.of(api, uri.getPath(), query(uri));
    if (path.isEmpty()) {
      turnAway(
          arrival,
          reply,
          Surface.speaking(api),
          new Refusal.InvalidRequest(
              "The path or the query is not plain; use one without dots, doubled slashes and"
                  + " encoded separators."));
      return;
    }
    Surface surface = Surface.of(new PassageAsk(arrival.method(), path.get(), read));
    if (PASSING.contains(arrival.method())) {
      new Exchange(gateway, arrival, reply, surface, admit).start();
    } else {
      String allowed = String.join(", ", PASSING);
      reply.headers().put(HttpHeader.ALLOW, allowed);
      turnAway(arrival, reply, surface, new Refusal.MethodNotAllowed(allowed));
    }
  }

  private static String query(HttpURI uri) {
    return uri.getQuery() == null ? "" : uri.getQuery();
  }

  private void turnAway(Arrival arrival, Reply reply, Surface surface, Refusal refusal) {
    Answer answer = refusal.answer();
    gateway.recordTurnedAway(arrival, null, answer.code(), answer.status());
    AnswerHeaders.requestId(arrival.requestId(), reply.headers());
    reply.finish(
        answer.status(), Errors.JSON, Errors.body(answer, surface, arrival.requestId()), _ -> {});
  }
}
