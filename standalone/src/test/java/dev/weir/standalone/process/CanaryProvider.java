package dev.weir.standalone.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** A provider of OpenAI's dialect that says the canaries in whatever way its model stands for. */
final class CanaryProvider implements AutoCloseable {

  private static final String ERROR =
      "{\"error\":{\"message\":\"cannot read: %s\",\"type\":\"invalid_request_error\","
          + "\"param\":\"%s\",\"code\":\"%s\"}}";

  private final HttpServer server;

  CanaryProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  private void serve(HttpExchange exchange) throws IOException {
    String asked =
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
            .replace(" ", "");
    boolean stream = asked.contains("\"stream\":true");
    String text = Canaries.json();
    if (asked.contains("\"model\":\"refusing\"")) {
      send(exchange, 400, "application/json", ERROR.formatted(text, text, text));
    } else if (asked.contains("\"model\":\"failing\"")) {
      send(exchange, 500, "text/plain", "Trace of " + Canaries.text());
    } else if (asked.contains("\"model\":\"garbled\"")) {
      send(
          exchange,
          200,
          stream ? "text/event-stream" : "application/json",
          stream ? "data: {" + Canaries.text() + "\n\n" : "{\"choices\":" + Canaries.text());
    } else if (asked.contains("\"model\":\"breaking\"")) {
      breakOff(exchange, stream);
    } else if (stream) {
      send(exchange, 200, "text/event-stream", events(asked.contains("\"model\":\"erring\"")));
    } else if (asked.contains("\"model\":\"calling\"")) {
      send(exchange, 200, "application/json", document(callingMessage(), "tool_calls"));
    } else {
      send(
          exchange,
          200,
          "application/json",
          document("{\"role\":\"assistant\",\"content\":\"" + text + "\"}", "stop"));
    }
  }

  private static String callingMessage() {
    return "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"t1\",\"type\":\"function\","
        + "\"function\":{\"name\":\"note\",\"arguments\":\"{\\\"text\\\":\\\""
        + Canaries.nested()
        + "\\\"}\"}}]}";
  }

  private static String document(String message, String reason) {
    return "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
        + "[{\"index\":0,\"message\":"
        + message
        + ",\"finish_reason\":\""
        + reason
        + "\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}}";
  }

  private static String events(boolean erring) {
    String text = Canaries.json();
    String first = chunk("{\"role\":\"assistant\",\"content\":\"" + text + "\"}", "null");
    if (erring) {
      return first + "data: " + ERROR.formatted(text, text, text) + "\n\n";
    }
    return first
        + chunk(
            "{\"tool_calls\":[{\"index\":0,\"id\":\"t1\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"note\",\"arguments\":\"{\\\"text\\\":\\\""
                + Canaries.nested()
                + "\\\"}\"}}]}",
            "null")
        + chunk("{}", "\"tool_calls\"")
        + "data: [DONE]\n\n";
  }

  private static String chunk(String delta, String reason) {
    return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + reason
        + "}]}\n\n";
  }

  private static void breakOff(HttpExchange exchange, boolean stream) throws IOException {
    String begun =
        stream
            ? chunk("{\"content\":\"" + Canaries.json() + "\"}", "null") + "data: {\"id\":\"half"
            : "{\"id\":\"c1\",\"choices\":[{\"message\":{\"content\":\"" + Canaries.json();
    byte[] bytes = begun.getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", stream ? "text/event-stream" : "application/json");
    exchange.sendResponseHeaders(200, bytes.length + 100L);
    exchange.getResponseBody().write(bytes);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
