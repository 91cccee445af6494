package dev.weir.proxy.socket;

import java.util.concurrent.Executor;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.RedirectProtocolHandler;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;

/** All that WebSockets need of a proxy. Closing cuts the sessions, then stops the parts. */
public final class Sockets implements AutoCloseable {

  private final SocketLimits limits;
  private final MessageRoom room;
  private final MessageRoom memories;
  private final OpenSessions open;
  private final SocketCounts counts = new SocketCounts();
  private final WebSocketComponents components;
  private final HttpClient http;
  private final CallerSockets callers;
  private final ProviderSockets providers;

  /**
   * Starts; threads, timers and buffers are the server's.
   *
   * @param room for messages on their way
   * @param memories room for what idle Responses sockets remember
   */
  public Sockets(
      SocketLimits limits,
      MessageRoom room,
      MessageRoom memories,
      Executor executor,
      Scheduler scheduler,
      ByteBufferPool buffers) {
    this.limits = limits;
    this.room = room;
    this.memories = memories;
    this.components = CallerSockets.components(buffers, executor);
    this.http = ProviderSockets.http(limits, executor, scheduler, buffers);
    this.callers = new CallerSockets(limits, components);
    this.providers = new ProviderSockets(limits, components, http);
    try {
      components.start();
      http.start();
      providers.client().start();
    } catch (Exception e) {
      throw new IllegalStateException("a part of the sockets does not start", e);
    }
    // What a redirect or a challenge would make Jetty do on its own is the caller's to decide.
    http.getProtocolHandlers().remove(RedirectProtocolHandler.NAME);
    http.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
    this.open = new OpenSessions(limits.sessionsMax());
  }

  public SocketLimits limits() {
    return limits;
  }

  MessageRoom memories() {
    return memories;
  }

  public OpenSessions open() {
    return open;
  }

  public SocketCounts counts() {
    return counts;
  }

  public CallerSockets callers() {
    return callers;
  }

  public ProviderSockets providers() {
    return providers;
  }

  /** A caller's socket, before it is open. */
  public MessageSocket caller(MessageSocket.Receiver receiver) {
    return new MessageSocket(limits, room, counts, receiver);
  }

  /** A socket to a provider, before it is open; what passes on it is not counted again. */
  public MessageSocket provider(MessageSocket.Receiver receiver) {
    return new MessageSocket(limits, room, new SocketCounts(), receiver);
  }

  @Override
  public void close() {
    open.close();
    for (LifeCycle each : new LifeCycle[] {providers.client(), http, components}) {
      try {
        each.stop();
      } catch (Exception e) {
        throw new IllegalStateException("a part of the sockets does not stop", e);
      }
    }
  }
}
