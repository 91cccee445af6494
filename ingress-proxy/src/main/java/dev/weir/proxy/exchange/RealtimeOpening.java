package dev.weir.proxy.exchange;

import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.stop.Stop;
import dev.weir.proxy.credential.Authorization;
import dev.weir.proxy.credential.ProviderKey;
import dev.weir.proxy.exchange.Admittance.Leg;
import dev.weir.proxy.exchange.SocketExchange.Kind;
import dev.weir.proxy.record.EventLog;
import dev.weir.proxy.socket.MessageSocket;
import dev.weir.proxy.socket.OpenSessions;
import dev.weir.proxy.socket.ProviderSockets;
import dev.weir.proxy.socket.Sockets;
import dev.weir.proxy.targets.Place;
import dev.weir.proxy.upstream.UpstreamTarget;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a Realtime session: first the provider's side, from route to route until one opens, then
 * the caller's. So what goes wrong is an answer with a status, and failing over costs nothing.
 */
final class RealtimeOpening {

  private static final Logger LOGGER = LoggerFactory.getLogger(RealtimeOpening.class);
  private static final String SURFACE = "Realtime sessions";
  private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0);

  /** What a refused handshake says is not read. */
  private static final byte[] NO_WORDS = {};

  private final Gateway gateway;
  private final Sockets sockets;
  private final AdmitStage admit;
  private final Arrival arrival;
  private final RealtimeSession session;
  private final SocketExchange opening;
  private final KeyTurn keyTurn;
  private final Runnable upgrade;
  private final Consumer<Refusal> refuse;

  /**
   * @param upgrade opens the caller's side of the session
   * @param refuse answers the caller instead
   */
  RealtimeOpening(
      Gateway gateway,
      Sockets sockets,
      AdmitStage admit,
      Arrival arrival,
      Identity.Known known,
      String model,
      Consumer<RealtimeSession> upgrade,
      Consumer<Refusal> refuse) {
    this.gateway = gateway;
    this.sockets = sockets;
    this.admit = admit;
    this.arrival = arrival;
    this.session = new RealtimeSession(gateway, sockets, admit, arrival, known, model);
    this.opening =
        new SocketExchange(gateway, Kind.OPENING, arrival, known, model, Optional.empty());
    this.keyTurn = new KeyTurn(gateway.self().clock(), true);
    this.upgrade = () -> upgrade.accept(session);
    this.refuse = refuse;
  }

  void start() {
    OpenSessions.Entry entry = sockets.open().enter(session);
    if (entry != OpenSessions.Entry.ENTERED) {
      refuse.accept(SocketDoor.refusal(entry));
      return;
    }
    opening.begin(
        admit,
        new byte[0],
        0,
        EventLog.Told.NOBODY,
        refusal -> refusal.ifPresentOrElse(this::end, this::connect));
  }

  /** Where need be once a provider's keys are known. */
  private void connect() {
    Runnable again = () -> gateway.upstream().offload(this::connect);
    try {
      if (!KeyWait.begins(opening.legs(), () -> {}, again)) {
        connect(opening.legs().iterator(), new Refusal.Defect());
      }
    } catch (RuntimeException e) {
      LOGGER.atError().setCause(e).addKeyValue("exchangeId", arrival.requestId()).log("it broke");
      opening.failed(new Refusal.Defect());
      end(new Refusal.Defect());
    }
  }

  /** Tries the next route; {@code before} is why the one before did not open. */
  private void connect(Iterator<Leg> legs, Refusal before) {
    Refusal refusal = before;
    while (legs.hasNext()) {
      Leg leg = legs.next();
      keyTurn.nextRoute();
      Optional<UpstreamTarget> target = leg.route().realtime();
      ProviderKey key = keyTurn.next(leg.route());
      String provider = leg.route().providerId();
      if (target.isEmpty()) {
        refusal = new Refusal.NotOffered(provider, SURFACE);
      } else if (key == null) {
        refusal = new Refusal.NoCredential(provider);
      } else {
        Optional<Stop> stop = gateway.knowledge().stops().get().of(leg.route().model(), now());
        if (stop.isPresent()) {
          refusal = new Refusal.Stopped(stop.get());
          continue;
        }
        switch (leg.target().begin(now())) {
          case Place.Full _ -> refusal = new Refusal.ModelsFull(leg.route().model().name());
          case Place.Resting(Instant until) ->
              refusal =
                  new Refusal.ProvidersAskedToWait(
                      leg.route().model().name(), Duration.between(now(), until));
          case Place.Taken _ -> {
            connect(leg, key, target.get(), legs);
            return;
          }
        }
      }
    }
    opening.failed(refusal);
    end(refusal);
  }

  private void connect(Leg leg, ProviderKey key, UpstreamTarget target, Iterator<Leg> others) {
    Authorization authorization = keyTurn.take(leg.route(), key);
    HttpFields.Mutable headers = Headers.upstream(arrival.request().getHeaders());
    headers.remove(HttpHeader.ORIGIN);
    authorization.on(headers, target, NO_BODY);
    MessageSocket socket = session.attempt();
    sockets
        .providers()
        .connect(
            target,
            headers,
            leg.route().timeouts().connect(),
            socket,
            new ProviderSockets.Connecting() {
              @Override
              public void connected() {
                session.connected(leg, socket, opening);
                upgrade.run();
              }

              @Override
              public void failed(int status) {
                failedAt(leg, target, status, others);
              }
            });
  }

  private void failedAt(Leg leg, UpstreamTarget target, int status, Iterator<Leg> others) {
    String provider = leg.route().providerId();
    Refusal refusal =
        switch (status) {
          case 0 -> new Refusal.UpstreamUnreachable(provider);
          case 401, 403 -> new Refusal.UpstreamCredential(provider);
          default ->
              status < 400
                  ? new Refusal.UpstreamInvalid(provider)
                  : new Refusal.UpstreamFailed(
                      provider, status, "The provider opened no Realtime session.");
        };
    LOGGER
        .atWarn()
        .addKeyValue("exchangeId", arrival.requestId())
        .addKeyValue("provider", provider)
        .addKeyValue("status", status)
        .log("a provider opened no socket");
    keyTurn.answered(status, HttpFields.EMPTY, NO_WORDS);
    ProviderKey another = keyTurn.mayHelp(refusal, leg.route()) ? keyTurn.next(leg.route()) : null;
    if (another != null) {
      connect(leg, another, target, others);
      return;
    }
    leg.target().end(Verdicts.ofFailure(refusal, Optional.empty()), now());
    if (others.hasNext()) {
      gateway.metrics().failedOver(provider, refusal.answer().code());
    }
    connect(others, refusal);
  }

  private Instant now() {
    return gateway.self().clock().instant();
  }

  private void end(Refusal refusal) {
    sockets.open().leave(session);
    refuse.accept(refusal);
  }
}
