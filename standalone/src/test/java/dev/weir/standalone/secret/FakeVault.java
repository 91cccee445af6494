package dev.weir.standalone.secret;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** As much of Vault's HTTP API as a reader of secrets needs, on a real socket. */
final class FakeVault implements AutoCloseable {

  /** What came. */
  record Asked(String method, String path, String token, String namespace, String body) {}

  record Reply(int status, String body, Map<String, String> headers) {
    Reply(int status, String body) {
      this(status, body, Map.of());
    }
  }

  interface Script {
    Reply to(Asked asked) throws InterruptedException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private volatile Optional<Script> script = Optional.empty();

  FakeVault() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Asked> asked() {
    return asked;
  }

  /** Answers a path so from now on. */
  void on(String path, int status, String body) {
    replies.put(path, new Reply(status, body));
  }

  /** Answers everything so from now on. */
  void script(Script next) {
    script = Optional.of(next);
  }

  /** A secret as the KV engine of version 2 gives it. */
  static String secret(String field, String value, int leaseSeconds) {
    return "{\"lease_duration\":%d,\"data\":{\"data\":{\"%s\":\"%s\"},\"metadata\":{\"version\":3}}}"
        .formatted(leaseSeconds, field, value);
  }

  static String login(String token, int leaseSeconds) {
    return "{\"auth\":{\"client_token\":\"%s\",\"lease_duration\":%d,\"renewable\":true}}"
        .formatted(token, leaseSeconds);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      var came =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              String.valueOf(headers.getFirst("X-Vault-Token")),
              String.valueOf(headers.getFirst("X-Vault-Namespace")),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      asked.add(came);
      Reply reply =
          script.isPresent()
              ? script.get().to(came)
              : replies.getOrDefault(came.path(), new Reply(404, "{\"errors\":[]}"));
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      reply.headers().forEach(exchange.getResponseHeaders()::add);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
