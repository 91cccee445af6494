package dev.weir.standalone.registry;

import dev.weir.standalone.broker.CannotStartException;
import dev.weir.standalone.broker.LoopbackPort;
import java.net.URI;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The registry over HTTP, on the loopback interface unless told otherwise, since it knows no users.
 * Closing it leaves the topic as it is; the next start answers with the same ids.
 */
public final class SchemaRegistryServer implements AutoCloseable {

  private static final int THREADS_MAX = 16;
  private static final int CONNECTIONS_MAX = 256;
  private static final int IDLE_LIMIT_MILLIS = 30_000;
  private static final int HEADER_BYTES_MAX = 8 * 1024;

  private final SchemaLog log;
  private final Server server;
  private final int port;

  private SchemaRegistryServer(SchemaLog log, Server server, int port) {
    this.log = log;
    this.server = server;
    this.port = port;
  }

  /**
   * Reads the topic, and returns when calls are answered.
   *
   * @param bootstrapServers the broker that holds the topic
   * @param port 0 takes a free one
   * @throws CannotStartException where the port is taken or the topic cannot be read
   */
  public static SchemaRegistryServer start(String bootstrapServers, int port) {
    return start(bootstrapServers, LoopbackPort.HOST, port);
  }

  /** As above, on another address: whoever reaches it can change schemas. */
  public static SchemaRegistryServer start(String bootstrapServers, String host, int port) {
    var state = new RegistryState();
    SchemaLog log = SchemaLog.open(bootstrapServers, state);
    try {
      Server server = server(new Routes(state, log), host, port);
      server.start();
      return new SchemaRegistryServer(
          log, server, ((ServerConnector) server.getConnectors()[0]).getLocalPort());
    } catch (Exception e) {
      log.close();
      throw new CannotStartException(
          "cannot serve the schema registry on port %d: %s".formatted(port, e.getMessage()), e);
    }
  }

  public int port() {
    return port;
  }

  /** For {@code schema.registry.url}. */
  public URI uri() {
    return URI.create("http://" + LoopbackPort.HOST + ":" + port);
  }

  @Override
  public void close() {
    try (log) {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the schema registry did not stop", e);
    }
  }

  private static Server server(Routes routes, String host, int port) {
    var threads = new QueuedThreadPool(THREADS_MAX, 2);
    threads.setName("registry");
    var server = new Server(threads);
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES_MAX);
    // Subjects may hold slashes, which clients send encoded.
    http.setUriCompliance(UriCompliance.UNSAFE);
    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_LIMIT_MILLIS);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, server));
    server.setHandler(new RegistryHandler(routes));
    server.setErrorHandler(RegistryHandler::refuse);
    return server;
  }
}
