package dev.weir.benchmarks.load;

import dev.weir.benchmarks.process.Pinning;
import dev.weir.benchmarks.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The highest rate that a fixed number of callers reach, each asking again as soon as it has its
 * answer. The callers are wrk, whose own cost per request is small.
 */
public final class ClosedLoop {

  private static final Duration SLACK = Duration.ofSeconds(30);

  private final String wrk;
  private final Processes processes;
  private final Path directory;

  public ClosedLoop(String wrk, Processes processes, Path directory) {
    this.wrk = wrk;
    this.processes = processes;
    this.directory = directory;
  }

  /** What wrk counted: answers, how many of them failed (or never came), and for how long. */
  public record Outcome(long requests, long failed, Duration duration, double p99Micros) {

    public double perSecond() {
      return requests / (duration.toNanos() / 1e9);
    }

    /** Reads the line that the script prints at the end. */
    static Outcome parse(String output) throws IOException {
      String line =
          output
              .lines()
              .filter(l -> l.startsWith("outcome "))
              .findFirst()
              .orElseThrow(() -> new IOException("wrk said: " + output));
      String[] fields = line.split(" ", -1);
      return new Outcome(
          Long.parseLong(fields[1]),
          Long.parseLong(fields[2]),
          Duration.ofNanos(Long.parseLong(fields[3]) * 1_000),
          Double.parseDouble(fields[4]));
    }
  }

  public Outcome run(Endpoint endpoint, int connections, Duration duration)
      throws IOException, InterruptedException {
    Path script = directory.resolve("load.lua");
    Files.writeString(script, script(endpoint));
    List<String> command =
        List.of(
            wrk,
            "--threads=1",
            "--connections=" + connections,
            "--duration=" + Math.max(1, duration.toSeconds()) + "s",
            "--timeout=5s",
            "--script=" + script,
            endpoint.uri().toString());
    return Outcome.parse(
        processes.run("wrk", Pinning.Place.LOAD, command, Map.of(), duration.plus(SLACK)));
  }

  private static String script(Endpoint endpoint) {
    StringBuilder lua = new StringBuilder("wrk.method = \"POST\"\n");
    lua.append("wrk.body = [==[" + ChatRequest.completion().body() + "]==]\n");
    lua.append("wrk.headers[\"content-type\"] = \"application/json\"\n");
    endpoint
        .headers()
        .forEach(
            (name, value) -> lua.append("wrk.headers[\"%s\"] = \"%s\"\n".formatted(name, value)));
    return lua.append(
            """
            function done(summary, latency, requests)
              local e = summary.errors
              print(string.format("outcome %d %d %d %d", summary.requests,
                e.connect + e.read + e.write + e.status + e.timeout, summary.duration,
                latency:percentile(99)))
            end
            """)
        .toString();
  }
}
