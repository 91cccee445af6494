package dev.weir.sinks.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.weir.sinks.feed.FeedHealth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Answers {@code /livez}, {@code /readyz} and {@code /metrics}. */
public final class AdminServer implements AutoCloseable {

  private static final int BACKLOG_MAX = 16;
  private static final int THREADS = 2;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads;

  private AdminServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /** Starts on an address; port 0 takes a free one. */
  public static AdminServer start(
      InetSocketAddress address, FeedHealth health, Supplier<String> metrics) throws IOException {
    HttpServer server = HttpServer.create(address, BACKLOG_MAX);
    ExecutorService threads =
        Executors.newFixedThreadPool(THREADS, Thread.ofPlatform().name("admin-", 0).factory());
    server.setExecutor(threads);
    server.createContext("/livez", handler("/livez", () -> live(health)));
    server.createContext("/readyz", handler("/readyz", () -> ready(health)));
    server.createContext(
        "/metrics", handler("/metrics", () -> new Answer(200, METRICS, metrics.get())));
    server.start();
    return new AdminServer(server, threads);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static Answer live(FeedHealth health) {
    return health.isAlive()
        ? new Answer(200, TEXT, "live\n")
        : new Answer(503, TEXT, "the archive's thread does not run\n");
  }

  private static Answer ready(FeedHealth health) {
    List<String> problems = health.problems();
    return problems.isEmpty()
        ? new Answer(200, TEXT, "ready\n")
        : new Answer(503, TEXT, String.join("\n", problems) + "\n");
  }

  /** The server matches by prefix, so that the whole path is compared here. */
  private static HttpHandler handler(String path, Supplier<Answer> answers) {
    return exchange -> {
      try (exchange) {
        if (!exchange.getRequestURI().getPath().equals(path)) {
          send(exchange, new Answer(404, TEXT, "not found\n"));
        } else if (!exchange.getRequestMethod().equals("GET")) {
          send(exchange, new Answer(405, TEXT, "only GET\n"));
        } else {
          send(exchange, answers.get());
        }
      }
    };
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", answer.type());
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
  }

  private record Answer(int status, String type, String body) {}
}
