package dev.weir.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that this program has started, with its descendants. */
public final class RunningProcess implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final String name;
  private final Process process;
  private final Path log;

  RunningProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** What to tell when it ended too early: its name and the last lines that it wrote. */
  public String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return name
        + ": "
        + String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  /** CPU time used so far by all its threads and descendants. */
  public Duration cpuTime() throws IOException {
    Duration sum = Duration.ZERO;
    for (long pid : tree()) {
      try {
        sum = sum.plus(ProcStat.cpuTime(Files.readString(Path.of("/proc/" + pid + "/stat"))));
      } catch (NoSuchFileException _) {
        // It ended just now; what it used has gone to its parent.
      }
    }
    return sum;
  }

  /**
   * CPU time of its threads that are running now and whose name begins so; Linux keeps the first 15
   * characters of a name.
   */
  public Duration cpuTimeOfThreads(String namePrefix) throws IOException {
    Duration sum = Duration.ZERO;
    try (var tasks = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
      for (Path task : tasks) {
        if (Files.readString(task.resolve("comm")).startsWith(namePrefix)) {
          sum = sum.plus(ProcStat.cpuTime(Files.readString(task.resolve("stat"))));
        }
      }
    }
    return sum;
  }

  /** Resident memory of it and its descendants, in KiB. */
  public long residentKib() throws IOException {
    long sum = 0;
    for (long pid : tree()) {
      try {
        sum += ProcStat.residentKib(Files.readAllLines(Path.of("/proc/" + pid + "/status")));
      } catch (NoSuchFileException _) {
        // It ended just now and holds nothing.
      }
    }
    return sum;
  }

  private List<Long> tree() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ProcessHandle::pid)
        .toList();
  }

  /** Asks it and its descendants to end, and ends them when they do not. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
