package dev.weir.proxy.exchange;

import dev.weir.proxy.measure.ProxyMetrics;
import dev.weir.proxy.quota.QuotaGate;
import dev.weir.proxy.record.Recorder;
import dev.weir.proxy.upstream.UpstreamClient;
import java.time.InstantSource;

/** What every exchange of this proxy asks and tells. */
public record Gateway(
    Self self,
    Knowledge knowledge,
    QuotaGate quota,
    Recorder recorder,
    UpstreamClient upstream,
    LiveExchanges live,
    ProxyMetrics metrics) {

  /** This proxy. */
  public record Self(
      String proxyId,
      long proxyEpoch,
      ExchangeLimits limits,
      BodyRoom bodies,
      RequestIds ids,
      InstantSource clock) {}

  /** Who may call, and what answers. */
  public record Knowledge(Callers callers, Routes routes) {}
}
