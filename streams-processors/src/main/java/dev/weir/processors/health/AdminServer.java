package dev.weir.processors.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Answers {@code /livez}, {@code /readyz} and {@code /metrics}. */
public final class AdminServer implements AutoCloseable {

  private static final int CONNECTIONS_WAITING_MAX = 16;
  private static final int THREADS = 2;

  private final HttpServer server;
  private final ExecutorService threads;

  private AdminServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Listens on {@code address}; port 0 takes a free one.
   *
   * @throws UncheckedIOException where the port is taken
   */
  public static AdminServer start(
      InetSocketAddress address,
      BooleanSupplier alive,
      Supplier<Readiness> readiness,
      Supplier<String> metrics) {
    try {
      HttpServer server = HttpServer.create(address, CONNECTIONS_WAITING_MAX);
      ExecutorService threads =
          Executors.newFixedThreadPool(
              THREADS, Thread.ofPlatform().daemon().name("weir-processors-admin-", 0).factory());
      server.setExecutor(threads);
      server.createContext(
          "/livez",
          exchange -> {
            boolean lives = alive.getAsBoolean();
            answer(exchange, lives ? 200 : 503, "text/plain", lives ? "alive\n" : "dead\n");
          });
      server.createContext(
          "/readyz",
          exchange -> {
            Readiness now = readiness.get();
            answer(exchange, now.ready() ? 200 : 503, "application/json", now.json() + "\n");
          });
      server.createContext(
          "/metrics",
          exchange -> answer(exchange, 200, "text/plain; version=0.0.4", metrics.get()));
      server.start();
      return new AdminServer(server, threads);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + address, e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
