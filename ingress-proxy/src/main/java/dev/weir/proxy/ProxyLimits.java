package dev.weir.proxy;

import dev.weir.proxy.exchange.ExchangeLimits;
import dev.weir.proxy.journal.JournalLimits;
import dev.weir.proxy.upstream.UpstreamLimits;
import java.time.Duration;

/**
 * All limits of a proxy.
 *
 * @param connectionsMax of callers; those that connect beyond it wait
 * @param headerBytesMax of a request; more is answered with 431
 * @param journal what is not in the log yet; beyond it the recording mode decides
 * @param idleConnection how long a caller's connection may wait for its next request
 * @param drainWithin how long {@link ProxyServer#close} lets exchanges finish
 * @param readyWithin how long {@link ProxyServer#start} waits for the log
 */
public record ProxyLimits(
    ExchangeLimits exchange,
    UpstreamLimits upstream,
    int connectionsMax,
    int headerBytesMax,
    JournalLimits journal,
    Duration idleConnection,
    Duration drainWithin,
    Duration readyWithin) {

  public static final ProxyLimits DEFAULT =
      new ProxyLimits(
          ExchangeLimits.DEFAULT,
          UpstreamLimits.DEFAULT,
          10_000,
          16 * 1024,
          JournalLimits.DEFAULT,
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));

  public ProxyLimits {
    if (connectionsMax < 1 || headerBytesMax < 1024) {
      throw new IllegalArgumentException("limits of a proxy are too small to serve one request");
    }
    for (Duration each : new Duration[] {idleConnection, drainWithin, readyWithin}) {
      if (each.isNegative()) {
        throw new IllegalArgumentException("a time limit cannot be negative: " + each);
      }
    }
  }

  /** The same with another time to drain. */
  public ProxyLimits withDrainWithin(Duration time) {
    return new ProxyLimits(
        exchange,
        upstream,
        connectionsMax,
        headerBytesMax,
        journal,
        idleConnection,
        time,
        readyWithin);
  }

  /** The same with another journal. */
  public ProxyLimits withJournal(JournalLimits limits) {
    return new ProxyLimits(
        exchange,
        upstream,
        connectionsMax,
        headerBytesMax,
        limits,
        idleConnection,
        drainWithin,
        readyWithin);
  }

  /** The same with other limits of an exchange. */
  public ProxyLimits withExchange(ExchangeLimits limits) {
    return new ProxyLimits(
        limits,
        upstream,
        connectionsMax,
        headerBytesMax,
        journal,
        idleConnection,
        drainWithin,
        readyWithin);
  }

  /** The same with another number of connections. */
  public ProxyLimits withConnectionsMax(int connections) {
    return new ProxyLimits(
        exchange,
        upstream,
        connections,
        headerBytesMax,
        journal,
        idleConnection,
        drainWithin,
        readyWithin);
  }
}
