package dev.weir.proxy.socket;

import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.DecoratedObjectFactory;
import org.eclipse.jetty.util.compression.DeflaterPool;
import org.eclipse.jetty.util.compression.InflaterPool;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.WebSocketExtensionRegistry;
import org.eclipse.jetty.websocket.core.server.Handshaker;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/**
 * Turns requests into sockets. No extension is negotiated: compression would let a small frame grow
 * without bound, and audio, which is most of what passes, does not compress.
 */
public final class CallerSockets {

  private final SocketLimits limits;
  private final WebSocketComponents components;
  private final Handshaker handshaker = Handshaker.newInstance();

  CallerSockets(SocketLimits limits, WebSocketComponents components) {
    this.limits = limits;
    this.components = components;
  }

  /** What both sides' sockets are made of; to be started and stopped by its owner. */
  static WebSocketComponents components(ByteBufferPool buffers, Executor executor) {
    WebSocketExtensionRegistry extensions = new WebSocketExtensionRegistry();
    List.copyOf(extensions.getAvailableExtensionNames()).forEach(extensions::unregister);
    return new WebSocketComponents(
        extensions,
        new DecoratedObjectFactory(),
        buffers,
        new InflaterPool(0, false),
        new DeflaterPool(0, -1, false),
        executor);
  }

  /** The same limits for both sides: Jetty passes frames in pieces, and messages are counted. */
  static void limit(Configuration configuration, SocketLimits limits) {
    configuration.setAutoFragment(true);
    configuration.setMaxFrameSize(limits.messageBytesMax());
    configuration.setIdleTimeout(limits.idle());
  }

  /** Whether the caller wants a socket, well said or not. */
  public static boolean isAskedFor(Request request) {
    return HttpMethod.GET.is(request.getMethod())
        && request.getHeaders().contains(HttpHeader.UPGRADE, "websocket");
  }

  /** Whether the handshake is one (RFC 6455, section 4.2.1). */
  public boolean isValid(Request request) {
    return handshaker.isWebSocketUpgradeRequest(request)
        && request.getHeaders().contains(HttpHeader.SEC_WEBSOCKET_KEY)
        && request.getHeaders().contains(HttpHeader.CONNECTION, "upgrade");
  }

  /**
   * Answers a valid handshake; may be called later and on another thread than the request came.
   * False where Jetty finds it wrong, and nothing was answered.
   */
  public boolean upgrade(
      Request request, Response response, Callback callback, MessageSocket socket) {
    WebSocketNegotiator negotiator =
        (_, answer, _) -> {
          Subprotocols.of(request.getHeaders()).chosen().ifPresent(answer::setAcceptedSubProtocol);
          return socket;
        };
    return handshaker.upgradeRequest(
        negotiator,
        request,
        response,
        callback,
        components,
        configuration -> limit(configuration, limits));
  }
}
