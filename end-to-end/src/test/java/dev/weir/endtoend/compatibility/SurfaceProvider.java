package dev.weir.endtoend.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.dialects.embedding.EmbeddingAnswer;
import dev.weir.dialects.embedding.EmbeddingWriter;
import dev.weir.dialects.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;

/** A provider of embeddings, counts and files. A text's vector is its length and a half. */
final class SurfaceProvider implements AutoCloseable {

  /** What is in every file, and is no text. */
  static final byte[] CONTENT = {0, -1, -2, 'x', '\r', '\n', 0};

  private static final String FILE =
      "{\"id\":\"file-1\",\"object\":\"file\",\"bytes\":10,\"created_at\":1,\"filename\":\"a.jsonl\","
          + "\"purpose\":\"batch\",\"status\":\"processed\"}";

  private final HttpServer server;

  SurfaceProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
      JsonNode json = Json.tree(body, 0, body.length).orElse(Json.newObject());
      switch (asked) {
        case "POST /v1/embeddings" -> json(exchange, openAi(json));
        case "POST /v1beta/models/far-gemini:batchEmbedContents" -> json(exchange, gemini(json));
        case "POST /model/amazon.titan-embed-text-v2%3A0/invoke" -> json(exchange, titan(json));
        case "POST /v1/messages/count_tokens" -> json(exchange, "{\"input_tokens\":42}");
        case "POST /v1beta/models/far-gemini:countTokens" -> json(exchange, "{\"totalTokens\":42}");
        case "POST /v1/files" ->
            json(exchange, new String(body, UTF_8).contains("{\"line\":1}") ? FILE : "{}");
        case "GET /v1/files" ->
            json(exchange, "{\"object\":\"list\",\"data\":[" + FILE + "],\"has_more\":false}");
        case "GET /v1/files/file-1/content" ->
            send(exchange, 200, "application/octet-stream", CONTENT);
        case "DELETE /v1/files/file-1" ->
            json(exchange, "{\"id\":\"file-1\",\"object\":\"file\",\"deleted\":true}");
        default -> send(exchange, 404, "application/json", "{}".getBytes(UTF_8));
      }
    }
  }

  private static byte[] openAi(JsonNode asked) {
    List<float[]> vectors = new ArrayList<>();
    asked.path("input").forEach(each -> vectors.add(vector(each.asText(""))));
    return EmbeddingWriter.write(
        new EmbeddingAnswer(vectors, OptionalLong.of(5)),
        asked.path("model").asText(),
        5,
        asked.path("encoding_format").asText("").equals("base64"));
  }

  private static String gemini(JsonNode asked) {
    ObjectNode root = Json.newObject();
    ArrayNode embeddings = root.putArray("embeddings");
    for (JsonNode each : asked.path("requests")) {
      ArrayNode values = embeddings.addObject().putArray("values");
      for (float value : vector(each.at("/content/parts/0/text").asText())) {
        values.add(value);
      }
    }
    return Json.text(root);
  }

  private static String titan(JsonNode asked) {
    ObjectNode root = Json.newObject();
    ArrayNode values = root.putArray("embedding");
    for (float value : vector(asked.path("inputText").asText())) {
      values.add(value);
    }
    return Json.text(root.put("inputTextTokenCount", 7));
  }

  private static float[] vector(String text) {
    return new float[] {text.length(), 0.5f};
  }

  private static void json(HttpExchange exchange, String body) throws IOException {
    json(exchange, body.getBytes(UTF_8));
  }

  private static void json(HttpExchange exchange, byte[] body) throws IOException {
    send(exchange, 200, "application/json", body);
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
