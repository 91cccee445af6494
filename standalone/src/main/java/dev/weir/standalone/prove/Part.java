package dev.weir.standalone.prove;

import dev.weir.standalone.process.StartException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One role of Weir in a process of its own, which can be killed and started again on the same data.
 */
final class Part implements AutoCloseable {

  private static final Pattern LISTENS = Pattern.compile("http://[0-9.]+:[0-9]+");
  private static final Duration START_WITHIN = Duration.ofMinutes(3);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final int LINES_SHOWN = 5;

  private final String name;
  private final List<String> arguments;
  private final Path folder;
  private @Nullable Process process;
  private int starts;
  private volatile @Nullable URI address;

  /** {@code arguments}: those of the command; what it prints is kept in {@code folder}. */
  Part(String name, List<String> arguments, Path folder) {
    this.name = name;
    this.arguments = List.copyOf(arguments);
    this.folder = folder;
  }

  String name() {
    return name;
  }

  /** Where it listens; nothing while it does not run. */
  Optional<URI> address() {
    return Optional.ofNullable(address);
  }

  /** Begins to start; {@link #awaitAddress} must follow. */
  synchronized void start() {
    starts++;
    try {
      process =
          new ProcessBuilder(command())
              .redirectErrorStream(true)
              .redirectOutput(output().toFile())
              .start();
    } catch (IOException e) {
      throw new StartException("cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.weir.standalone.cli.Main"));
    command.addAll(arguments);
    return command;
  }

  private synchronized Path output() {
    return folder.resolve(name + "-" + starts + ".out");
  }

  /**
   * Returns when it says where it listens.
   *
   * @throws StartException where it ends instead, or says nothing for too long
   */
  URI awaitAddress() throws InterruptedException {
    long deadline = System.nanoTime() + START_WITHIN.toNanos();
    while (System.nanoTime() - deadline < 0) {
      String said = said();
      Matcher listens = LISTENS.matcher(said);
      // A line that is not whole yet may lack digits of the port.
      if (listens.find() && said.indexOf('\n', listens.end()) >= 0) {
        URI found = URI.create(listens.group());
        address = found;
        return found;
      }
      if (!isAlive()) {
        throw new StartException(name + " ended at its start: " + lastLines(said));
      }
      Thread.sleep(LOOK_EVERY);
    }
    throw new StartException(
        name + " did not start within " + START_WITHIN.toSeconds() + " s: " + lastLines(said()));
  }

  private String said() {
    try {
      return Files.readString(output());
    } catch (IOException e) {
      throw new StartException("cannot read what " + name + " says: " + e.getMessage(), e);
    }
  }

  private static String lastLines(String text) {
    List<String> lines = text.lines().toList();
    return String.join(" / ", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }

  private synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** SIGKILL: nothing is flushed, nothing is said. Returns when it is gone. */
  void kill() throws InterruptedException {
    Process running = process();
    address = null;
    if (running != null) {
      running.destroyForcibly();
      if (!running.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(name + " outlives its kill");
      }
    }
  }

  private synchronized @Nullable Process process() {
    return process;
  }

  /** SIGTERM; {@link #close} must follow. */
  void terminate() {
    Process running = process();
    address = null;
    if (running != null) {
      running.destroy();
    }
  }

  /** SIGTERM, and SIGKILL where that takes too long. */
  @Override
  public void close() {
    terminate();
    Process running = process();
    if (running != null) {
      try {
        boolean _ = running.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        running.destroyForcibly();
      }
    }
  }
}
