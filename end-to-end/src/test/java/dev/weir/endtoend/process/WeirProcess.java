package dev.weir.endtoend.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** One running {@code weir} command, with its output in a file beside its data folder. */
public final class WeirProcess implements AutoCloseable {

  private static final Pattern GATEWAY =
      Pattern.compile("the gateway listens on (http://[^/\\s]+)");
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration STOP = Duration.ofSeconds(40);

  private final Process process;
  private final Path data;
  private final Path output;

  private WeirProcess(Process process, Path data, Path output) {
    this.process = process;
    this.data = data;
    this.output = output;
  }

  /** What a command that ends by itself left behind. */
  public record Ended(int exitCode, String standardOutput, String standardError) {}

  /** Starts a command that goes on running, on its own data folder. */
  public static WeirProcess start(Path data, String... arguments) {
    try {
      Path output = data.resolveSibling(data.getFileName() + ".out");
      Process process =
          builder(temporary(data), arguments)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
              .start();
      return new WeirProcess(process, data, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command to its end. */
  public static Ended run(String... arguments) {
    try {
      Path out = Files.createTempFile("weir", ".out");
      Path err = Files.createTempFile("weir", ".err");
      Process process =
          builder(Path.of(System.getProperty("java.io.tmpdir")), arguments)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("did not end: " + Arrays.toString(arguments));
      }
      Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return ended;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The temporary folder of a process, which the test removes whatever its end is. */
  public static Path temporary(Path data) throws IOException {
    return Files.createDirectories(data.resolveSibling(data.getFileName() + ".tmp"));
  }

  private static ProcessBuilder builder(Path temporary, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx768m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + temporary,
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.weir.standalone.cli.Main"));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("NO_COLOR", "1");
    return builder;
  }

  /** Waits until the process has written where it can be reached. */
  public Running running() {
    Properties addresses =
        Eventually.get(
            "the addresses of process " + process.pid() + ", see " + output,
            START,
            this::addresses);
    return new Running(addresses);
  }

  /**
   * Waits until a proxy has said on which address it listens, and knows its callers: it answers a
   * stranger with 401 and no longer with 503.
   */
  public URI gateway() {
    return Eventually.get("a ready gateway, see " + output, START, this::readyGateway);
  }

  private Optional<URI> readyGateway() {
    if (!process.isAlive()) {
      throw new AssertionError("ended with " + process.exitValue() + ": " + output());
    }
    // A restarted proxy appends to the output of the one before; the last line is its own.
    return GATEWAY
        .matcher(output())
        .results()
        .map(found -> URI.create(found.group(1)))
        .reduce((_, last) -> last)
        .filter(WeirProcess::knowsItsCallers);
  }

  private static boolean knowsItsCallers(URI gateway) {
    try {
      var connection = (HttpURLConnection) gateway.resolve("/v1/models").toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(5_000);
      return connection.getResponseCode() == 401;
    } catch (IOException e) {
      return false;
    }
  }

  private Optional<Properties> addresses() {
    if (!process.isAlive()) {
      throw new AssertionError("ended with " + process.exitValue() + ": " + output());
    }
    Path file = data.resolve("running");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      return Optional.empty();
    }
    return Long.toString(process.pid()).equals(properties.getProperty("pid"))
        ? Optional.of(properties)
        : Optional.empty();
  }

  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** SIGKILL: no shutdown hook runs, nothing is flushed. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM, and the exit code. */
  public int terminate() {
    process.destroy();
    awaitEnd();
    return process.exitValue();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("did not stop within " + STOP + ": " + output());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroy();
      try {
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
      }
    }
  }

  /** Where a running process can be reached. */
  public record Running(Properties addresses) {

    public String bootstrapServers() {
      return addresses.getProperty("bootstrap.servers");
    }

    public URI registry() {
      return URI.create(addresses.getProperty("registry"));
    }

    /** {@code gateway}, {@code admin}, {@code processors}, {@code sinks} or {@code echo}. */
    public URI address(String name) {
      String text = addresses.getProperty("address." + name);
      if (text == null) {
        throw new AssertionError("no address '" + name + "' in " + addresses);
      }
      return URI.create(text);
    }
  }
}
