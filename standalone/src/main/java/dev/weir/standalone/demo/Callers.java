package dev.weir.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** The applications: they speak HTTP to the gateway and know nothing else of it. */
final class Callers implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int AT_ONCE = 16;
  private static final int FIRST_BYTES = 200;
  private static final String DATA = "data: ";

  private final URI chat;
  private final Map<String, String> keys;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  /** With a key for each team. */
  Callers(URI gateway, Map<String, String> keys) {
    this.chat = gateway.resolve("/v1/chat/completions");
    this.keys = Map.copyOf(keys);
  }

  /** One after the other. */
  List<Told> inOrder(List<Ask> asks) throws IOException, InterruptedException {
    List<Told> told = new ArrayList<>();
    for (Ask ask : asks) {
      told.add(ask(ask));
    }
    return told;
  }

  /** Some at once; answers in the order of the questions. */
  List<Told> atOnce(List<Ask> asks) throws IOException, InterruptedException {
    var room = new Semaphore(AT_ONCE);
    List<Told> told = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Told>> answers = new ArrayList<>();
      for (Ask ask : asks) {
        room.acquire();
        Callable<Told> task =
            () -> {
              try {
                return ask(ask);
              } finally {
                room.release();
              }
            };
        answers.add(threads.submit(task));
      }
      for (Future<Told> answer : answers) {
        told.add(answer.get());
      }
    } catch (ExecutionException e) {
      throw new IOException("a request did not reach the gateway: " + e.getCause(), e);
    }
    return told;
  }

  private Told ask(Ask ask) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(chat)
            .timeout(LIMIT)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(ask.body()));
    ask.team().ifPresent(team -> request.header("authorization", "Bearer " + key(team)));
    HttpResponse<InputStream> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    String requestId = answer.headers().firstValue("x-weir-request-id").orElse("");
    String body = read(answer.body(), ask.hangsUp());
    JsonNode usage = ask.hangsUp() ? JSON.missingNode() : usage(body);
    return new Told(
        ask,
        requestId,
        answer.statusCode(),
        error(body, "code"),
        error(body, "message"),
        usage.path("prompt_tokens").asLong(),
        usage.path("completion_tokens").asLong());
  }

  private String key(String team) {
    return keys.getOrDefault(team, "");
  }

  /** As much of the answer as the caller sees; the gateway or the caller may break it off. */
  private static String read(InputStream body, boolean hangsUp) throws IOException {
    try (body) {
      if (hangsUp) {
        return new String(body.readNBytes(FIRST_BYTES), StandardCharsets.UTF_8);
      }
      var whole = new java.io.ByteArrayOutputStream();
      byte[] buffer = new byte[8_192];
      try {
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
          whole.write(buffer, 0, n);
        }
      } catch (IOException e) {
        // A broken answer is part of the story: what came before it counts.
        return whole.toString(StandardCharsets.UTF_8);
      }
      return whole.toString(StandardCharsets.UTF_8);
    }
  }

  private static JsonNode usage(String body) {
    if (!body.startsWith(DATA)) {
      return tree(body).path("usage");
    }
    return body.lines()
        .filter(line -> line.startsWith(DATA + "{"))
        .map(line -> tree(line.substring(DATA.length())).path("usage"))
        .filter(JsonNode::isObject)
        .reduce(JSON.missingNode(), (_, last) -> last);
  }

  private static String error(String body, String field) {
    return tree(body).path("error").path(field).asText("");
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
