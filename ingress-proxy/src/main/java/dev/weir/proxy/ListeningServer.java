package dev.weir.proxy;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.weir.proxy.admin.AdminHandler;
import dev.weir.proxy.exchange.BadRequests;
import dev.weir.proxy.exchange.BodyRoom;
import dev.weir.proxy.exchange.GatewayHandler;
import dev.weir.proxy.socket.SocketLimits;
import dev.weir.proxy.socket.Sockets;
import dev.weir.proxy.upstream.ConnectionRoom;
import dev.weir.proxy.upstream.JettyUpstream;
import dev.weir.proxy.upstream.LeanUpstream;
import dev.weir.proxy.upstream.NearConnector;
import dev.weir.proxy.upstream.UpstreamClient;
import dev.weir.proxy.upstream.UpstreamLimits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two ports on one Jetty server: what comes to the data port is never the admin's. */
final class ListeningServer implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(ListeningServer.class);

  private static final int THREADS_MAX = 64;
  private static final int ACCEPT_QUEUE = 1024;

  /** What idle sockets remember must not take the room of requests. */
  private static final long SOCKET_MEMORIES_BYTES = 64L * 1024 * 1024;

  private final List<LifeCycle> shared;
  private final Server server;
  private final ConnectionRoom connections;
  private final NearConnector data;
  private final ServerConnector admin;

  ListeningServer(ProxyLimits limits) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, 4);
    threads.setName("weir-proxy");
    Scheduler scheduler = new ScheduledExecutorScheduler("weir-proxy-timer", true);
    // Started here and not by the server: the upstream client shares them, and whoever starts a
    // part owns its end.
    shared = List.of(threads, scheduler);
    shared.forEach(ListeningServer::start);
    server = new Server(threads, scheduler, new ArrayByteBufferPool());
    server.setStopTimeout(0);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(limits.headerBytesMax());
    http.setInputBufferSize(8 * 1024);
    int selectors = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    connections = new ConnectionRoom(atMost(limits.connectionsMax()));
    data = new NearConnector(server, selectors, connections, new HttpConnectionFactory(http));
    data.setIdleTimeout(limits.idleConnection().toMillis());
    data.setAcceptQueueSize(ACCEPT_QUEUE);
    data.setAcceptedTcpNoDelay(true);
    admin = new ServerConnector(server, 0, 1, new HttpConnectionFactory(new HttpConfiguration()));
    server.addConnector(data);
    server.addConnector(admin);
  }

  /** Half of the file descriptors are for providers, the log and files. */
  private static int atMost(int connections) {
    long half =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount() / 2
            : connections;
    if (half >= connections) {
      return connections;
    }
    LOGGER
        .atWarn()
        .addKeyValue("connections", half)
        .addKeyValue("asked", connections)
        .log(
            "callers may have half as many connections as the process may open files;"
                + " raise that limit (ulimit -n) or lower proxy.connections-max");
    return Math.toIntExact(Math.max(1, half));
  }

  /** How many connections callers have, and may have. */
  ConnectionRoom connections() {
    return connections;
  }

  /** A client that shares this server's threads, timers and buffers. */
  UpstreamClient upstream(UpstreamLimits limits) {
    JettyUpstream jetty =
        new JettyUpstream(
            limits, server.getThreadPool(), server.getScheduler(), server.getByteBufferPool());
    return new LeanUpstream(data, limits, jetty);
  }

  /** Sockets that share the same. */
  Sockets sockets(SocketLimits limits, BodyRoom bodies) {
    return new Sockets(
        limits,
        bodies,
        new BodyRoom(SOCKET_MEMORIES_BYTES),
        server.getThreadPool(),
        server.getScheduler(),
        server.getByteBufferPool());
  }

  /** Binds both ports or none. */
  void start(
      String host,
      int port,
      int adminPort,
      GatewayHandler gateway,
      BadRequests badRequests,
      AdminHandler adminPages)
      throws IOException {
    data.setHost(host);
    data.setPort(port);
    admin.setHost(host);
    admin.setPort(adminPort);
    server.setHandler(new ByPort(admin, gateway, adminPages));
    server.setErrorHandler(badRequests);
    try {
      data.open();
      admin.open();
    } catch (IOException e) {
      data.close();
      admin.close();
      throw e;
    }
    start(server);
  }

  int port() {
    return data.getLocalPort();
  }

  int adminPort() {
    return admin.getLocalPort();
  }

  @Override
  public void close() {
    stop(server);
    shared.forEach(ListeningServer::stop);
  }

  private static void start(LifeCycle part) {
    try {
      part.start();
    } catch (Exception e) {
      throw new IllegalStateException("a part of the server does not start", e);
    }
  }

  private static void stop(LifeCycle part) {
    try {
      part.stop();
    } catch (Exception e) {
      throw new IllegalStateException("a part of the server does not stop", e);
    }
  }

  private static final class ByPort extends Handler.Abstract.NonBlocking {

    private final ServerConnector admin;
    private final GatewayHandler gateway;
    private final AdminHandler adminPages;

    ByPort(ServerConnector admin, GatewayHandler gateway, AdminHandler adminPages) {
      this.admin = admin;
      this.gateway = gateway;
      this.adminPages = adminPages;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      return request.getConnectionMetaData().getConnector().equals(admin)
          ? adminPages.handle(request, response, callback)
          : gateway.handle(request, response, callback);
    }

    @Override
    public Invocable.InvocationType getInvocationType() {
      return Invocable.InvocationType.NON_BLOCKING;
    }
  }
}
