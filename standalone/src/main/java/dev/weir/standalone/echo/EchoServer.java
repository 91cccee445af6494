package dev.weir.standalone.echo;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The provider's server; {@link #close} ends exchanges that are under way. */
public final class EchoServer implements AutoCloseable {

  private static final int REQUEST_HEADERS_MAX_BYTES = 64 << 10;
  private static final int PLATFORM_THREADS_MAX = 8;
  private static final Duration IDLE_MAX = Duration.ofSeconds(30);

  private final Server server;
  private final ServerConnector connector;
  private final EchoHandler handler;

  private EchoServer(Server server, ServerConnector connector, EchoHandler handler) {
    this.server = server;
    this.connector = connector;
    this.handler = handler;
  }

  /** Listens when it returns; fails with the exception of the socket where the port is taken. */
  public static EchoServer start(EchoConfig config, InstantSource clock) throws IOException {
    var threads = new QueuedThreadPool(PLATFORM_THREADS_MAX, 2);
    threads.setName("echo");
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    var server = new Server(threads);
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(REQUEST_HEADERS_MAX_BYTES);
    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(config.host());
    connector.setPort(config.port());
    connector.setIdleTimeout(config.stallMax().plus(IDLE_MAX).toMillis());
    server.addConnector(connector);
    var handler = new EchoHandler(config, clock);
    server.setHandler(handler);
    try {
      server.start();
    } catch (Exception e) {
      LifeCycle.stop(server);
      throw e instanceof IOException io ? io : new IOException("the echo provider cannot start", e);
    }
    return new EchoServer(server, connector, handler);
  }

  public int port() {
    return connector.getLocalPort();
  }

  /** The base of the API, without {@code /v1}. */
  public URI uri() {
    return URI.create("http://" + connector.getHost() + ":" + port());
  }

  /** Exchanges that the caller broke off while the answer was being written. */
  public long hungUp() {
    return handler.hungUp();
  }

  @Override
  public void close() {
    handler.release();
    LifeCycle.stop(server);
  }
}
