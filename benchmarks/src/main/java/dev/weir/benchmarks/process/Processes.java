package dev.weir.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts processes on their core and ends exactly those that it started, last first. Each writes
 * its output to a file of its name in the folder of logs.
 */
public final class Processes implements AutoCloseable {

  private static final int PROCESSES_MAX = 32;

  private final Path logs;
  private final Pinning pinning;
  private final Deque<RunningProcess> started = new ArrayDeque<>();
  private final Deque<Processes> nested = new ArrayDeque<>();

  public Processes(Path logs, Pinning pinning) {
    this.logs = logs;
    this.pinning = pinning;
  }

  /** A group that may end earlier than this one, and ends with it at the latest. */
  public synchronized Processes nested(Path itsLogs) {
    Processes group = new Processes(itsLogs, pinning);
    nested.push(group);
    return group;
  }

  /** Starts a server; {@link #close} ends it. */
  public synchronized RunningProcess start(
      String name, Pinning.Place place, List<String> command, Map<String, String> environment)
      throws IOException {
    if (started.size() >= PROCESSES_MAX) {
      throw new IllegalStateException("more than " + PROCESSES_MAX + " processes");
    }
    Files.createDirectories(logs);
    Path log = logs.resolve(name + ".log");
    ProcessBuilder builder = builder(place, command, environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    RunningProcess process = new RunningProcess(name, builder.start(), log);
    started.push(process);
    return process;
  }

  /** Runs a command to its end and returns what it wrote. A failure carries the command's words. */
  public String run(
      String name,
      Pinning.Place place,
      List<String> command,
      Map<String, String> environment,
      Duration limit)
      throws IOException, InterruptedException {
    Files.createDirectories(logs);
    Path errors = logs.resolve(name + ".err");
    Path output = logs.resolve(name + ".out");
    ProcessBuilder builder = builder(place, command, environment);
    Process process =
        builder
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectError(errors.toFile())
            .redirectOutput(output.toFile())
            .start();
    try (var running = new RunningProcess(name, process, errors)) {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(name + " did not end within " + limit);
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            name + " ended with " + process.exitValue() + ". " + running.lastWords());
      }
    }
    return Files.readString(output);
  }

  private ProcessBuilder builder(
      Pinning.Place place, List<String> command, Map<String, String> environment) {
    List<String> pinned = new ArrayList<>(pinning.prefix(place));
    pinned.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(pinned);
    builder.environment().putAll(environment);
    return builder;
  }

  @Override
  public synchronized void close() {
    while (!nested.isEmpty()) {
      nested.pop().close();
    }
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }
}
