package dev.weir.endtoend.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.dashboards.AlertRules;
import dev.weir.dashboards.GrafanaBoard;
import dev.weir.dashboards.PanelExpression;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Prometheus of the test's own, on loopback, that scrapes given pages every second and knows the
 * alert rules.
 */
final class PrometheusProcess implements AutoCloseable {

  static final String HOW_TO_INSTALL = "prometheus is not installed: apt-get install prometheus";

  private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(1);
  private static final Duration WAIT_MAX = Duration.ofSeconds(60);

  /** Grafana takes four scrapes, so that a lost one leaves no hole. */
  private static final Duration RATE_INTERVAL = SCRAPE_INTERVAL.multipliedBy(4);

  private static final Pattern LISTENING =
      Pattern.compile("msg=\"Listening on\" address=(?:127\\.0\\.0\\.1):(\\d+)");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final URI address;
  private final HttpClient client = HttpClient.newHttpClient();

  private PrometheusProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  static boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "prometheus")));
  }

  /** Starts with an empty store in the directory; the pages are the targets of one job, `weir`. */
  static PrometheusProcess start(Path directory, List<URI> pages)
      throws IOException, InterruptedException {
    Path configuration = directory.resolve("prometheus.yml");
    Files.writeString(configuration, configuration(AlertRules.copyTo(directory), pages));
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:0")
            .redirectErrorStream(true)
            .start();
    try {
      var started =
          new PrometheusProcess(
              process, URI.create("http://127.0.0.1:" + port(process.inputReader()) + "/api/v1/"));
      started.awaitReady();
      return started;
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** It listens before it answers questions. */
  private void awaitReady() throws IOException, InterruptedException {
    await("readiness", () -> send("/-/ready").statusCode() == 200);
  }

  /** Returns once every page was read that many times since the start. */
  void awaitScrapes(int scrapes) throws IOException, InterruptedException {
    String read = "min(count_over_time(up[10m]) > bool " + (scrapes - 1) + ") == 1";
    await(scrapes + " scrapes", () -> series(read) > 0);
  }

  /** Returns once none of the board's panels is empty, or after a while. */
  void awaitPanels(GrafanaBoard board) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    while (!emptyPanels(board).isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(SCRAPE_INTERVAL.toNanos());
    }
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(String what, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("no " + what + " within " + WAIT_MAX);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  /** The board's queries that give nothing now, each with its panel. */
  List<PanelExpression> emptyPanels(GrafanaBoard board) throws IOException, InterruptedException {
    List<PanelExpression> empty = new ArrayList<>();
    for (PanelExpression expression : board.expressions()) {
      if (series(expression.resolved(board.variables(), RATE_INTERVAL)) == 0) {
        empty.add(expression);
      }
    }
    return List.copyOf(empty);
  }

  /** What each alert asks, as Prometheus understood it. */
  List<PanelExpression> alerts() throws IOException, InterruptedException {
    List<PanelExpression> alerts = new ArrayList<>();
    for (JsonNode group : get("rules?type=alert").path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        alerts.add(new PanelExpression(rule.path("name").asText(), rule.path("query").asText()));
      }
    }
    return List.copyOf(alerts);
  }

  /**
   * The metrics that these read and no page has: finds what {@code or vector(0)} would hide, and
   * the alert that can never fire.
   */
  SortedSet<String> unknownMetrics(List<PanelExpression> expressions)
      throws IOException, InterruptedException {
    SortedSet<String> unknown = new TreeSet<>();
    expressions.forEach(expression -> unknown.addAll(expression.metrics()));
    for (JsonNode name : get("label/__name__/values")) {
      unknown.remove(name.asText());
    }
    return unknown;
  }

  /** How many series an expression gives now. */
  int series(String expression) throws IOException, InterruptedException {
    return get("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .path("result")
        .size();
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send(path);
    JsonNode body = JSON.readTree(response.body());
    if (response.statusCode() != 200) {
      throw new IOException("Prometheus refuses " + path + ": " + body.path("error").asText());
    }
    return body.path("data");
  }

  private HttpResponse<String> send(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(address.resolve(path)).timeout(WAIT_MAX).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String configuration(Path rules, List<URI> pages) {
    StringBuilder targets = new StringBuilder();
    for (URI page : pages) {
      targets.append("\n    - targets: ['%s']".formatted(page.getAuthority()));
    }
    return """
    global:
      scrape_interval: %ds
      scrape_timeout: %ds
    rule_files: ['%s']
    scrape_configs:
    - job_name: weir
      metrics_path: /metrics
      static_configs:%s
    """
        .formatted(SCRAPE_INTERVAL.toSeconds(), SCRAPE_INTERVAL.toSeconds(), rules, targets);
  }

  /** Reads up to the port; what follows is read too, so that the process never waits for us. */
  private static int port(BufferedReader output) throws IOException {
    var said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher matcher = LISTENING.matcher(line);
      if (matcher.find()) {
        Thread.ofVirtual().start(() -> drain(output));
        return Integer.parseInt(matcher.group(1));
      }
      said.append(line).append('\n');
    }
    throw new IOException("prometheus ended:\n" + said);
  }

  private static void drain(BufferedReader output) {
    try {
      output.transferTo(Writer.nullWriter());
    } catch (IOException _) {
      // The process was ended, and its output with it.
    }
  }
}
