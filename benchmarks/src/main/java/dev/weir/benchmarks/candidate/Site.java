package dev.weir.benchmarks.candidate;

import dev.weir.benchmarks.load.ChatRequest;
import dev.weir.benchmarks.load.Endpoint;
import dev.weir.benchmarks.process.Processes;
import dev.weir.benchmarks.process.RunningProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a candidate is started: a folder of its own, the upstream's port, and the processes that
 * end with it.
 */
public record Site(Path directory, int upstreamPort, Processes processes) {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int PAUSE_MILLIS = 50;
  private static final int TIMEOUT_MILLIS = 5_000;

  /** Waits until a chat request is answered with 200. */
  void awaitAnswer(Endpoint endpoint, RunningProcess process)
      throws IOException, InterruptedException {
    await(() -> post(endpoint), endpoint.uri(), process);
  }

  /** Waits until a page is answered with 200. */
  void awaitPage(URI page, RunningProcess process) throws IOException, InterruptedException {
    await(() -> open(page).getResponseCode(), page, process);
  }

  private static void await(Attempt attempt, URI uri, RunningProcess process)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    String last = "no attempt";
    while (System.nanoTime() < deadline) {
      if (!process.alive()) {
        throw new IOException("ended before it answered. " + process.lastWords());
      }
      try {
        int status = attempt.status();
        if (status == 200) {
          return;
        }
        last = "status " + status;
      } catch (IOException e) {
        last = String.valueOf(e.getMessage());
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new IOException(
        "no 200 from "
            + uri
            + " within "
            + START_LIMIT
            + " ("
            + last
            + "). "
            + process.lastWords());
  }

  private static int post(Endpoint endpoint) throws IOException {
    HttpURLConnection connection = open(endpoint.uri());
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("content-type", "application/json");
    endpoint.headers().forEach(connection::setRequestProperty);
    try (var body = connection.getOutputStream()) {
      body.write(ChatRequest.completion().body().getBytes(StandardCharsets.UTF_8));
    }
    return connection.getResponseCode();
  }

  private static HttpURLConnection open(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    return connection;
  }

  private interface Attempt {
    int status() throws IOException;
  }
}
