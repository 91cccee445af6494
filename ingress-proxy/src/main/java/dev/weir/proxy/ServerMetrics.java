package dev.weir.proxy;

import dev.weir.governance.policy.CredentialReference;
import dev.weir.proxy.credential.CredentialBook;
import dev.weir.proxy.guard.HeldRoom;
import dev.weir.proxy.measure.ProxyMetrics;
import dev.weir.proxy.socket.OpenSessions;
import dev.weir.proxy.socket.SocketCounts;
import dev.weir.proxy.socket.Sockets;
import dev.weir.proxy.upstream.ConnectionRoom;
import io.micrometer.core.instrument.Tags;

/** Gauges and totals of what a running proxy holds. */
final class ServerMetrics {

  private ServerMetrics() {}

  /** Of providers' keys. */
  static void credentials(ProxyMetrics metrics, CredentialBook credentials) {
    metrics.gauge(
        "weir.credentials.missing",
        "Keys of providers that could not be read, or ran out",
        credentials,
        CredentialBook::missing);
    metrics.gauge(
        "weir.credentials.aside",
        "Keys of providers that are passed over since the provider refused or limited them",
        credentials,
        CredentialBook::setAside);
    for (String source : CredentialReference.SOURCES) {
      metrics.gauge(
          "weir.credential.age.seconds",
          "Age of the oldest value in use that cannot be read again from its source",
          Tags.of("source", source),
          credentials,
          book -> book.oldest(source).toMillis() / 1_000.0);
    }
  }

  /** Of answers that guards hold. */
  static void held(ProxyMetrics metrics, HeldRoom room) {
    metrics.gauge(
        "weir.guard.held.bytes",
        "Plain answers that guards hold until their end",
        room,
        HeldRoom::claimedBytes);
    metrics.gauge(
        "weir.guard.held.max.bytes",
        "What guards may hold together; of one team a quarter",
        room,
        HeldRoom::bytesMax);
    metrics.total(
        "weir.guard.held.full",
        "Answers that no guard read since all teams together held what they may",
        room,
        HeldRoom::turnedAway);
    metrics.total(
        "weir.guard.held.team.full",
        "Answers that no guard read since their team held its quarter",
        room,
        HeldRoom::turnedAwayOfTeam);
  }

  /** Of what is held of answers for other reasons. */
  static void heldBack(ProxyMetrics metrics, HeldRoom room) {
    metrics.gauge(
        "weir.answers.held.bytes",
        "Bytes of answers held back until an event or the answer is whole",
        room,
        HeldRoom::claimedBytes);
    metrics.gauge(
        "weir.answers.held.max.bytes",
        "What answers may hold back together; of one team a quarter",
        room,
        HeldRoom::bytesMax);
    metrics.total(
        "weir.answers.held.full",
        "Answers broken off since all teams together held back what they may",
        room,
        HeldRoom::turnedAway);
    metrics.total(
        "weir.answers.held.team.full",
        "Answers broken off since their team held back its quarter",
        room,
        HeldRoom::turnedAwayOfTeam);
  }

  /** Of callers' connections. */
  static void connections(ProxyMetrics metrics, ConnectionRoom room) {
    metrics.gauge("weir.connections.open", "Connections of callers", room, ConnectionRoom::count);
    metrics.gauge(
        "weir.connections.max", "Connections that callers may have", room, ConnectionRoom::max);
    metrics.total(
        "weir.connections.full",
        "Times that callers had all connections that they may have, so that new ones waited",
        room,
        ConnectionRoom::timesFull);
    metrics.total(
        "weir.connections.idle.closed",
        "Connections between two requests that were closed to make room for others",
        room,
        ConnectionRoom::idleClosed);
  }

  /** Of callers' WebSockets. */
  static void sockets(ProxyMetrics metrics, Sockets sockets) {
    metrics.gauge("weir.sockets.open", "Callers' WebSockets", sockets.open(), OpenSessions::count);
    SocketCounts counts = sockets.counts();
    metrics.total(
        "weir.sockets.frames.received",
        "WebSocket frames from callers",
        counts,
        SocketCounts::framesReceived);
    metrics.total(
        "weir.sockets.frames.sent",
        "WebSocket frames to callers",
        counts,
        SocketCounts::framesSent);
    metrics.total(
        "weir.sockets.bytes.received",
        "Payload of WebSocket frames from callers",
        counts,
        SocketCounts::bytesReceived);
    metrics.total(
        "weir.sockets.bytes.sent",
        "Payload of WebSocket frames to callers",
        counts,
        SocketCounts::bytesSent);
  }
}
