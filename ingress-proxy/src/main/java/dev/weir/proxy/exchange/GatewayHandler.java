package dev.weir.proxy.exchange;

import dev.weir.governance.refusal.Answer;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.surface.Surface;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The data port: which path is what. */
public final class GatewayHandler extends Handler.Abstract.NonBlocking {

  private final Gateway gateway;
  private final AdmitStage admit;
  private final ModelList models;

  public GatewayHandler(Gateway gateway) {
    this.gateway = gateway;
    Gateway.Knowledge knowledge = gateway.knowledge();
    this.admit =
        new AdmitStage(gateway.quota(), new RoutePlans(knowledge.routes(), knowledge.targets()));
    this.models = new ModelList(gateway);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    // Deadlines are the exchange's own; the connection's idle time is for connections without one.
    request.addIdleTimeoutListener(_ -> false);
    Arrival arrival = Arrival.of(request, gateway.self());
    Reply reply = new Reply(request, response, callback);
    String path = arrival.path();
    Optional<Surface> surface = Surface.at(request.getHttpURI().getPath());
    if (surface.isPresent()) {
      if (arrival.method().equals("POST")) {
        new Exchange(gateway, arrival, reply, surface.get(), admit).start();
      } else {
        reply.headers().put(HttpHeader.ALLOW, "POST");
        turnAway(arrival, reply, new Refusal.MethodNotAllowed("POST"));
      }
    } else if (path.equals(ModelList.PATH) || path.startsWith(ModelList.PATH + "/")) {
      if (arrival.method().equals("GET")) {
        models.answer(arrival, reply);
      } else {
        reply.headers().put(HttpHeader.ALLOW, "GET");
        turnAway(arrival, reply, new Refusal.MethodNotAllowed("GET"));
      }
    } else {
      turnAway(arrival, reply, new Refusal.UnknownPath());
    }
    return true;
  }

  private void turnAway(Arrival arrival, Reply reply, Refusal refusal) {
    Answer answer = refusal.answer();
    gateway.recordTurnedAway(arrival, null, answer.code(), answer.status());
    AnswerHeaders.requestId(arrival.requestId(), reply.headers());
    reply.finish(
        answer.status(),
        Errors.JSON,
        Errors.body(answer, Surface.CHAT, arrival.requestId()),
        _ -> {});
  }
}
