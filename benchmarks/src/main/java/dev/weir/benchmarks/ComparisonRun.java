package dev.weir.benchmarks;

import dev.weir.benchmarks.candidate.Candidate;
import dev.weir.benchmarks.candidate.Direct;
import dev.weir.benchmarks.candidate.Nginx;
import dev.weir.benchmarks.candidate.Portkey;
import dev.weir.benchmarks.candidate.Readiness;
import dev.weir.benchmarks.candidate.RunningCandidate;
import dev.weir.benchmarks.candidate.Site;
import dev.weir.benchmarks.candidate.Weir;
import dev.weir.benchmarks.load.ClosedLoop;
import dev.weir.benchmarks.load.Endpoint;
import dev.weir.benchmarks.process.Folders;
import dev.weir.benchmarks.process.Machine;
import dev.weir.benchmarks.process.Pinning;
import dev.weir.benchmarks.process.Processes;
import dev.weir.benchmarks.report.Circumstances;
import dev.weir.benchmarks.report.Comparison;
import dev.weir.benchmarks.report.Figures;
import dev.weir.benchmarks.upstream.DeliveredEvents;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One comparison from start to end: prepares the candidates, and alternates them over rounds. */
final class ComparisonRun {

  private final BenchmarkOptions options;
  private final Path work;
  private final String wrk;
  private final Pinning pinning;
  private final InstantSource clock;
  private final PrintStream progress;
  private final List<Figures> figures = new ArrayList<>();
  private final List<Circumstances.Absence> absences = new ArrayList<>();
  private final Map<String, String> versions = new TreeMap<>();

  /**
   * @param work an empty folder for everything that the run leaves behind
   */
  ComparisonRun(
      BenchmarkOptions options,
      Path work,
      String wrk,
      Pinning pinning,
      InstantSource clock,
      PrintStream progress) {
    this.options = options;
    this.work = work;
    this.wrk = wrk;
    this.pinning = pinning;
    this.clock = clock;
    this.progress = progress;
  }

  /** What came of a run: the figures, and the conditions under which they came about. */
  record Outcome(Comparison comparison, Circumstances circumstances) {}

  /**
   * Measures. Processes belong to {@code whole} and to the candidate under measurement; whoever
   * closes {@code whole} ends what a cut run has left.
   */
  Outcome run(Processes whole) throws IOException, InterruptedException {
    Instant startedAt = clock.instant();
    String loadBefore = Machine.loadAverage();
    List<Candidate> ready = prepare();
    DeliveredEvents delivered = DeliveredEvents.map(work.resolve("delivered"));
    UpstreamProcess upstream = UpstreamProcess.start(whole, work.resolve("delivered"));
    Course course =
        new Course(
            upstream.process(),
            new ClosedLoop(wrk, whole, work),
            delivered,
            pinning,
            Duration.ofSeconds(options.seconds()));
    progress.println("warming up the upstream and the load");
    Duration piece = Duration.ofSeconds(options.warmUpSeconds());
    var _ = course.warmUp(new Endpoint(upstream.port(), Map.of()), piece);
    for (int round = 1; round <= options.rounds(); round++) {
      for (Candidate candidate : ready) {
        measure(candidate, round, upstream.port(), course, whole);
      }
      // Whoever comes after a hungry neighbour should not always be the same one.
      Collections.rotate(ready, 1);
    }
    return new Outcome(
        new Comparison(inOrder(), Direct.NAME), circumstances(startedAt, loadBefore));
  }

  private List<Candidate> prepare() throws IOException, InterruptedException {
    List<Candidate> ready = new ArrayList<>();
    for (String name : options.candidates()) {
      Candidate candidate = candidate(name);
      switch (candidate.prepare()) {
        case Readiness.Ready(String version) -> {
          ready.add(candidate);
          versions.put(name, version);
        }
        case Readiness.Absent(String reason) -> absent(name, reason);
      }
    }
    return ready;
  }

  private Candidate candidate(String name) {
    return switch (name) {
      case Direct.NAME -> new Direct();
      case Nginx.NAME -> new Nginx();
      case Portkey.NAME -> new Portkey(options.cache(), pinning);
      case Weir.RECORDING -> new Weir(options.weir(), Weir.Recording.SPOOL);
      case Weir.STRICT -> new Weir(options.weir(), Weir.Recording.STRICT);
      case Weir.NOT_RECORDING -> new Weir(options.weir(), Weir.Recording.OFF);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** A candidate that breaks loses this round's figures, and its logs stay; the others go on. */
  private void measure(Candidate candidate, int round, int upstream, Course course, Processes whole)
      throws InterruptedException {
    Path directory = work.resolve(candidate.name() + "-" + round);
    progress.println("round %d of %d: %s".formatted(round, options.rounds(), candidate.name()));
    try {
      Files.createDirectories(directory);
      try (Processes processes = whole.nested(directory)) {
        RunningCandidate running = candidate.start(new Site(directory, upstream, processes));
        Duration piece = Duration.ofSeconds(options.warmUpSeconds());
        figures.add(new Figures(round, candidate.name(), course.measure(running, piece)));
      }
      // What a saturated gateway has recorded is gigabytes.
      Folders.delete(directory);
    } catch (IOException e) {
      absent(candidate.name(), "round " + round + ": " + e.getMessage());
    }
  }

  private void absent(String name, String reason) {
    progress.println("NOT MEASURED: " + name + " (" + reason + ")");
    absences.add(new Circumstances.Absence(name, reason));
  }

  /** By the order in which they were asked for, which the rotation has changed. */
  private List<Figures> inOrder() {
    List<Figures> sorted = new ArrayList<>(figures);
    sorted.sort((a, b) ->
        Integer.compare(
            options.candidates().indexOf(a.candidate()),
            options.candidates().indexOf(b.candidate())));
    return sorted;
  }

  private Circumstances circumstances(Instant startedAt, String loadBefore) throws IOException {
    return new Circumstances(
        startedAt,
        clock.instant(),
        Machine.here(),
        pinning.describe(),
        loadBefore,
        Machine.loadAverage(),
        options.rounds(),
        options.seconds(),
        versions,
        absences);
  }
}
