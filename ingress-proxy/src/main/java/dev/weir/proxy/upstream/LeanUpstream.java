package dev.weir.proxy.upstream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.jspecify.annotations.Nullable;

/**
 * Serves plaintext HTTP/1.1 calls on the selector of the caller's connection; everything else goes
 * to another client. See docs/decisions/0007-lean-upstream.md for what it gains.
 */
public final class LeanUpstream implements UpstreamClient {

  private final NearConnector connector;
  private final UpstreamLimits limits;
  private final UpstreamClient others;
  private final Map<Key, Lane> lanes = new ConcurrentHashMap<>();

  /** {@code others}: for TLS, and for callers of other connectors; closed with this one. */
  public LeanUpstream(NearConnector connector, UpstreamLimits limits, UpstreamClient others) {
    this.connector = connector;
    this.limits = limits;
    this.others = others;
  }

  @Override
  public UpstreamCall send(UpstreamRequest request, UpstreamEvents events) {
    UpstreamTarget target = request.target();
    ManagedSelector selector = NearConnector.selectorOf(request.near());
    if (target.tls() || selector == null) {
      return others.send(request, events);
    }
    LeanCall call = new LeanCall(request, events);
    // Targets come from the policy, so there are only so many lanes.
    lanes
        .computeIfAbsent(
            new Key(selector, target.host(), target.port()),
            key -> new Lane(connector, key.selector, key.host, key.port, limits))
        .send(call);
    return call;
  }

  @Override
  public void resume(EndPoint near, Runnable task) {
    @Nullable ManagedSelector selector = NearConnector.selectorOf(near);
    if (selector == null) {
      others.resume(near, task);
    } else {
      selector.submit(_ -> task.run());
    }
  }

  @Override
  public void offload(Runnable task) {
    others.offload(task);
  }

  @Override
  public void close() {
    others.close();
  }

  private record Key(ManagedSelector selector, String host, int port) {}
}
