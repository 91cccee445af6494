package dev.weir.benchmarks;

import dev.weir.benchmarks.candidate.Nginx;
import dev.weir.benchmarks.process.Folders;
import dev.weir.benchmarks.process.Pinning;
import dev.weir.benchmarks.process.Processes;
import dev.weir.benchmarks.process.Programs;
import dev.weir.benchmarks.report.JsonReport;
import dev.weir.benchmarks.report.MarkdownReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the proxy with its peers and writes a Markdown and a JSON report.
 *
 * <p>Exit code 0: measured. 1: a candidate has missing figures; the report says which and why. 2:
 * the command line or the machine does not allow a measurement.
 */
public final class ProxyBenchmark {

  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss").withZone(ZoneOffset.UTC);

  private ProxyBenchmark() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(run(List.of(args)));
  }

  private static int run(List<String> arguments) throws IOException, InterruptedException {
    if (arguments.contains("--help")) {
      System.out.print(BenchmarkOptions.USAGE);
      return 0;
    }
    BenchmarkOptions options;
    try {
      options = BenchmarkOptions.parse(arguments);
    } catch (BenchmarkOptions.UsageException e) {
      System.err.println(e.getMessage() + "\n\n" + BenchmarkOptions.USAGE);
      return 2;
    }
    Optional<String> wrk = Programs.find("wrk");
    if (wrk.isEmpty()) {
      System.err.println("wrk is not installed (Debian: apt-get install wrk)");
      return 2;
    }
    return compare(options, wrk.get());
  }

  private static int compare(BenchmarkOptions options, String wrk)
      throws IOException, InterruptedException {
    Pinning pinning = Pinning.ofThisMachine();
    Path work = Files.createTempDirectory("weir-bench-");
    Processes processes = new Processes(work, pinning);
    Runtime.getRuntime().addShutdownHook(new Thread(processes::close, "end-processes"));
    System.out.println("work folder " + work + "; " + pinning.describe());
    moveToLoadCore(processes, pinning);
    ComparisonRun.Outcome outcome;
    try (processes) {
      outcome =
          new ComparisonRun(options, work, wrk, pinning, InstantSource.system(), System.out)
              .run(processes);
    }
    write(options, outcome);
    if (!outcome.circumstances().absences().isEmpty()) {
      return 1;
    }
    Folders.delete(work);
    return 0;
  }

  /** This process reads streams and sends at a constant rate, so it belongs to the load. */
  private static void moveToLoadCore(Processes processes, Pinning pinning)
      throws IOException, InterruptedException {
    Optional<List<String>> command = pinning.moveToLoadCore(ProcessHandle.current().pid());
    if (command.isPresent()) {
      var _ =
          processes.run(
              "taskset", Pinning.Place.LOAD, command.get(), Map.of(), Duration.ofSeconds(10));
    }
  }

  private static void write(BenchmarkOptions options, ComparisonRun.Outcome outcome)
      throws IOException {
    Files.createDirectories(options.results());
    String name = "proxy-" + FILE_TIME.format(outcome.circumstances().startedAt());
    String markdown =
        new MarkdownReport(outcome.circumstances(), outcome.comparison(), Nginx.NAME, Goals.ALL)
            .render();
    Path markdownFile = options.results().resolve(name + ".md");
    Path jsonFile = options.results().resolve(name + ".json");
    Files.writeString(markdownFile, markdown);
    Files.writeString(
        jsonFile,
        new JsonReport(outcome.circumstances(), outcome.comparison(), Nginx.NAME, Goals.ALL)
            .render());
    System.out.println(markdown);
    System.out.println("written: " + markdownFile + ", " + jsonFile);
  }
}
