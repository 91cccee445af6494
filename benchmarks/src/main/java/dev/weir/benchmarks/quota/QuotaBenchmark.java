package dev.weir.benchmarks.quota;

import dev.weir.benchmarks.load.Samples;
import dev.weir.benchmarks.process.Folders;
import dev.weir.benchmarks.process.Machine;
import dev.weir.benchmarks.process.Pinning;
import dev.weir.benchmarks.process.Ports;
import dev.weir.benchmarks.process.Processes;
import dev.weir.benchmarks.process.RunningProcess;
import dev.weir.schemas.log.LogConnection;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures how soon a proxy learns of usage and gets credit, and how much the processors count in a
 * second. Broker and this process are on one core, the processors on the other.
 *
 * <p>Exit code 0: measured. 2: the command line does not make sense.
 */
public final class QuotaBenchmark {

  private static final String USAGE =
      "weir bench quota [SAMPLES]: from 10 to 100000 samples of each kind (1000)";
  private static final int SAMPLES = 1_000;
  private static final int SAMPLES_MIN = 10;
  private static final int SAMPLES_MAX = 100_000;
  private static final int WARM_UP = 300;
  private static final int TEAMS = 12;
  private static final int EVENTS = 120_000;

  /** No faster than a machine that has something to do now and then. */
  private static final Duration BETWEEN = Duration.ofMillis(10);

  private static final Duration COMMAND_WITHIN = Duration.ofSeconds(60);
  private static final Duration START_WITHIN = Duration.ofSeconds(90);

  private final Path work;
  private final String weir;
  private final Processes processes;
  private final int kafkaPort = Ports.free();
  private final int registryPort = Ports.free();
  private final int adminPort = Ports.free();

  private QuotaBenchmark(Path work, String weir, Processes processes) throws IOException {
    this.work = work;
    this.weir = weir;
    this.processes = processes;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(run(List.of(args)));
  }

  private static int run(List<String> arguments) throws IOException, InterruptedException {
    int samples = samples(arguments);
    if (samples == 0) {
      System.err.println(USAGE);
      return 2;
    }
    Pinning pinning = Pinning.ofThisMachine();
    Path work = Files.createTempDirectory("weir-bench-");
    try (var processes = new Processes(work, pinning)) {
      Runtime.getRuntime().addShutdownHook(new Thread(processes::close, "end-processes"));
      String weir = Path.of("weir").toAbsolutePath().toString();
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      String load = Machine.loadAverage();
      QuotaFigures figures = new QuotaBenchmark(work, weir, processes).measure(samples);
      System.out.println(
          now + ", " + Machine.here().cpu() + ", " + pinning.describe() + ", load average " + load);
      System.out.println(figures.table());
    }
    Folders.delete(work);
    return 0;
  }

  /** 0 where the command line makes no sense. */
  private static int samples(List<String> arguments) {
    try {
      int samples = arguments.isEmpty() ? SAMPLES : Integer.parseInt(arguments.getFirst());
      boolean fits = arguments.size() <= 1 && samples >= SAMPLES_MIN && samples <= SAMPLES_MAX;
      return fits ? samples : 0;
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private QuotaFigures measure(int count) throws IOException, InterruptedException {
    RunningProcess broker =
        processes.start(
            "broker",
            Pinning.Place.LOAD,
            List.of(
                weir,
                "broker",
                "--data=" + work.resolve("broker"),
                "--kafka-port=" + kafkaPort,
                "--registry-port=" + registryPort),
            Map.of());
    awaitPage(URI.create("http://127.0.0.1:" + registryPort + "/subjects"), broker);
    Path policy = Files.writeString(work.resolve("policy.yaml"), policy());
    var _ =
        processes.run(
            "policy",
            Pinning.Place.LOAD,
            onThisLog("policy", "apply", policy.toString()),
            Map.of(),
            COMMAND_WITHIN);
    RunningProcess processors =
        processes.start(
            "processors",
            Pinning.Place.GATEWAY,
            onThisLog("processors", "--admin-port=" + adminPort),
            Map.of());
    awaitPage(URI.create("http://127.0.0.1:" + adminPort + "/readyz"), processors);
    var connection =
        LogConnection.of("127.0.0.1:" + kafkaPort, URI.create("http://127.0.0.1:" + registryPort));
    try (var log = new QuotaLog(connection)) {
      Samples states = states(log, count);
      Samples grants = grants(log, count);
      return throughput(log, processors, states, grants);
    }
  }

  private static Samples states(QuotaLog log, int count) throws InterruptedException {
    var samples = new Samples();
    try (var states = log.states()) {
      for (int i = 1; i <= WARM_UP + count; i++) {
        Thread.sleep(BETWEEN);
        long spent = i;
        long begun = System.nanoTime();
        log.use("states");
        states.await(it -> it.getTeam().equals("states") && it.getSpent() >= spent);
        if (i > WARM_UP) {
          samples.add(System.nanoTime() - begun);
        }
      }
    }
    return samples;
  }

  private static Samples grants(QuotaLog log, int count) throws InterruptedException {
    var samples = new Samples();
    try (var grants = log.grants()) {
      for (int i = 1; i <= WARM_UP + count; i++) {
        Thread.sleep(BETWEEN);
        long begun = System.nanoTime();
        long number = log.demand("grants", i);
        grants.await(it -> it.getOwner().equals("grants") && it.getConsidered() >= number);
        if (i > WARM_UP) {
          samples.add(System.nanoTime() - begun);
        }
      }
    }
    return samples;
  }

  private static QuotaFigures throughput(
      QuotaLog log, RunningProcess processors, Samples states, Samples grants) throws IOException {
    try (var reader = log.states()) {
      Duration before = processors.cpuTimeOfThreads("weir-quota");
      long begun = System.nanoTime();
      for (int i = 0; i < EVENTS; i++) {
        log.use(team(i % TEAMS));
      }
      log.flush();
      Set<String> counted = new HashSet<>();
      reader.await(state -> {
        if (state.getSpent() >= EVENTS / TEAMS) {
          counted.add(state.getTeam());
        }
        return counted.size() == TEAMS;
      });
      Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
      Duration cpu = processors.cpuTimeOfThreads("weir-quota").minus(before);
      return new QuotaFigures(states, grants, EVENTS, elapsed, cpu);
    }
  }

  private static String team(int number) {
    return "team-" + number;
  }

  /** One hard limit for each team, which is never reached. */
  private static String policy() {
    List<String> teams = new ArrayList<>(List.of("states", "grants"));
    for (int i = 0; i < TEAMS; i++) {
      teams.add(team(i));
    }
    var text =
        new StringBuilder(
            """
            organisation: bench
            providers:
              echo: {builtin: echo}
            models:
              echo-small: {provider: echo}
            teams:
            """);
    for (String team : teams) {
      text.append(
          """
            %s:
              limits:
                - {id: %s, unit: tokens, window: total, max: 1000000000}
          """
              .formatted(team, QuotaLog.LIMIT));
    }
    return text.toString();
  }

  private List<String> onThisLog(String... command) {
    List<String> whole = new ArrayList<>(List.of(weir));
    whole.addAll(List.of(command));
    whole.add("--data=" + work.resolve("weir"));
    whole.add("--bootstrap-servers=127.0.0.1:" + kafkaPort);
    whole.add("--registry=http://127.0.0.1:" + registryPort);
    return whole;
  }

  private static void awaitPage(URI page, RunningProcess process)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_WITHIN.toNanos();
    while (!isThere(page)) {
      if (!process.alive() || System.nanoTime() - deadline > 0) {
        throw new IOException("no answer from " + page + ". " + process.lastWords());
      }
      Thread.sleep(BETWEEN.multipliedBy(10));
    }
  }

  private static boolean isThere(URI page) {
    try {
      var connection = (HttpURLConnection) page.toURL().openConnection();
      connection.setConnectTimeout((int) COMMAND_WITHIN.toMillis());
      connection.setReadTimeout((int) COMMAND_WITHIN.toMillis());
      return connection.getResponseCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }
}
