package dev.weir.proxy.socket;

import dev.weir.proxy.upstream.UpstreamTarget;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.client.CoreClientUpgradeRequest;
import org.eclipse.jetty.websocket.core.client.WebSocketCoreClient;
import org.eclipse.jetty.websocket.core.exception.UpgradeException;

/** Opens sockets to providers. */
public final class ProviderSockets {

  /** Hears how it went; exactly one of these, once, and after the socket's own event. */
  public interface Connecting {

    void connected();

    /** {@code status} of an answer that was no upgrade; 0 where there was none. */
    void failed(int status);
  }

  private final SocketLimits limits;
  private final WebSocketCoreClient client;

  ProviderSockets(SocketLimits limits, WebSocketComponents components, HttpClient http) {
    this.limits = limits;
    this.client = new WebSocketCoreClient(http, components);
  }

  /** A client of its own: an upgrade takes a connection out of its pool for good. */
  static HttpClient http(
      SocketLimits limits, Executor executor, Scheduler scheduler, ByteBufferPool buffers) {
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setTCPNoDelay(true);
    HttpClient http = new HttpClient(new HttpClientTransportOverHTTP(connector));
    http.setExecutor(executor);
    http.setScheduler(scheduler);
    http.setByteBufferPool(buffers);
    http.setMaxConnectionsPerDestination(limits.sessionsMax());
    http.setMaxRequestsQueuedPerDestination(limits.sessionsMax());
    http.setFollowRedirects(false);
    http.setUserAgentField(null);
    http.setHttpCookieStore(new HttpCookieStore.Empty());
    return http;
  }

  WebSocketCoreClient client() {
    return client;
  }

  /**
   * Opens; never blocks.
   *
   * @param headers with the credential, without those of the handshake
   * @param within until the provider has answered the handshake
   */
  public void connect(
      UpstreamTarget target,
      HttpFields headers,
      Duration within,
      MessageSocket socket,
      Connecting connecting) {
    URI uri = URI.create((target.tls() ? "wss://" : "ws://") + target.authority() + target.path());
    CoreClientUpgradeRequest request = CoreClientUpgradeRequest.from(client, uri, socket);
    request.headers(all -> all.add(headers));
    request.timeout(within.toMillis(), TimeUnit.MILLISECONDS);
    Configuration.ConfigurationCustomizer configuration =
        new Configuration.ConfigurationCustomizer();
    CallerSockets.limit(configuration, limits);
    request.setConfiguration(configuration);
    try {
      var _ =
          client
              .connect(request)
              .whenComplete((_, failure) -> {
                if (failure == null) {
                  connecting.connected();
                } else {
                  connecting.failed(statusOf(failure));
                }
              });
    } catch (IOException | RuntimeException e) {
      connecting.failed(0);
    }
  }

  private static int statusOf(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof UpgradeException refused && refused.getResponseStatusCode() > 0
        ? refused.getResponseStatusCode()
        : 0;
  }
}
