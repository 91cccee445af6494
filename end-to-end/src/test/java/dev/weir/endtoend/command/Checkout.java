package dev.weir.endtoend.command;

import dev.weir.endtoend.process.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A folder with the launcher, one source, a stand-in for Maven that assembles a jar which was made
 * before, and what was started from it.
 */
final class Checkout implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  // Loads its second class only when it is told to go on.
  private static final String PROGRAM =
      """
      package dev.weir.standalone.cli;
      public final class Main {
        public static void main(String[] arguments) throws Exception {
          System.out.println("started");
          System.in.read();
          System.out.println(Late.word());
        }
      }
      final class Late {
        static String word() { return "WORD"; }
      }
      """;

  // Where there is a gate it stays at work until the gate is opened.
  private static final String MAVEN =
      """
      #!/bin/sh
      case " $* " in *" clean "*) echo "$*" >>cleaned.log; exit ;; esac
      echo "begin $$" >>maven.log
      [ ! -p gate ] || read -r _ <gate
      [ -f app.jar ] || exit 1
      mkdir -p standalone/target/weir/lib benchmarks/target
      cp app.jar standalone/target/weir/lib/app.jar
      : >benchmarks/target/classpath
      echo "end $$" >>maven.log
      """;

  private final Path folder;
  private final Deque<Launched> launched = new ArrayDeque<>();
  private String tools = System.getenv().getOrDefault("PATH", "");

  private Checkout(Path folder) {
    this.folder = folder;
  }

  static Checkout in(Path folder) throws IOException {
    Files.copy(Path.of("..", "weir"), folder.resolve("weir"));
    Path maven =
        Files.writeString(Files.createDirectory(folder.resolve("bin")).resolve("mvn"), MAVEN);
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Checkout(folder);
  }

  /** Hides a command of this machine from what is launched from now on. */
  void hide(String command) throws IOException {
    Path others = Files.createDirectory(folder.resolve("without-" + command));
    for (String place : tools.split(File.pathSeparator, -1)) {
      if (!Files.isDirectory(Path.of(place))) {
        continue;
      }
      try (Stream<Path> commands = Files.list(Path.of(place))) {
        for (Path each : commands.toList()) {
          Path link = others.resolve(each.getFileName());
          if (!each.endsWith(command) && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(link, each);
          }
        }
      }
    }
    tools = others.toString();
  }

  /** Makes the next build one whose late class says {@code word}. */
  void change(String word) throws IOException {
    Files.write(
        folder.resolve("app.jar"),
        jar(
            PROGRAM.replace("WORD", word),
            Files.createTempDirectory(folder.resolve("bin"), "classes")));
    touchSource(word);
  }

  /** Makes the next build fail. */
  void breakSource() throws IOException {
    Files.delete(folder.resolve("app.jar"));
    touchSource("broken");
  }

  private void touchSource(String text) throws IOException {
    Files.writeString(folder.resolve("pom.xml"), text);
  }

  /** What was built and not removed. */
  List<Path> images() throws IOException {
    try (Stream<Path> images = Files.list(folder.resolve(".weir").resolve("builds"))) {
      return images.sorted().toList();
    }
  }

  /** Runs the build without the launcher, as who works on the sources may do. */
  void maven() throws IOException {
    new Launched(new ProcessBuilder(folder.resolve("bin/mvn").toString())).exitCode();
  }

  /** Makes every build that begins from now on go on until {@link #openGate}. */
  void closeGate() throws IOException {
    int code = new Launched(new ProcessBuilder("mkfifo", gate().toString())).exitCode();
    if (code != 0) {
      throw new AssertionError("mkfifo: " + code);
    }
  }

  /** Lets the build that has begun go on to its end, and those that follow. */
  void openGate() throws IOException {
    Path gate = gate();
    // Opening it waits for the one at its other end.
    try (var _ = Files.newOutputStream(gate, StandardOpenOption.WRITE)) {
      Files.delete(gate);
    }
  }

  private Path gate() {
    return folder.resolve("gate");
  }

  /** What Maven was at so far: {@code begin PID} and {@code end PID}. */
  List<String> builds() throws IOException {
    Path log = folder.resolve("maven.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  /** How often what was built was thrown away. */
  int cleanings() throws IOException {
    Path log = folder.resolve("cleaned.log");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  /** Waits until a Maven is at work, and gives its process. */
  ProcessHandle awaitBuild() {
    return Eventually.get("a build in " + folder, LIMIT, this::building);
  }

  private Optional<ProcessHandle> building() {
    try {
      List<String> builds = builds();
      return builds.isEmpty() || !builds.getLast().startsWith("begin ")
          ? Optional.empty()
          : ProcessHandle.of(Long.parseLong(builds.getLast().substring("begin ".length())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code ./weir run}, with these settings in its environment. */
  Launched launch(String... settings) throws IOException {
    return command("run", settings);
  }

  /** {@code ./weir COMMAND}, with these settings in its environment. */
  Launched command(String command, String... settings) throws IOException {
    return command(folder.resolve("weir"), command, settings);
  }

  /** The same by another path to the launcher. */
  Launched command(Path launcher, String command, String... settings) throws IOException {
    var builder = new ProcessBuilder(launcher.toString(), command);
    Map<String, String> environment = builder.environment();
    environment.put("WEIR_JAVA_HOME", System.getProperty("java.home"));
    environment.put("PATH", folder.resolve("bin") + File.pathSeparator + tools);
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    return new Launched(builder);
  }

  @Override
  public void close() {
    launched.forEach(Launched::kill);
    // Whoever launched it may have been killed by the test.
    building()
        .ifPresent(maven -> {
          maven.destroyForcibly();
          maven.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        });
  }

  /** One process and what it says. */
  final class Launched {

    private final Process process;
    private final Path out;
    private final Path err;

    private Launched(ProcessBuilder builder) throws IOException {
      out = Files.createTempFile(folder, "launched", ".out");
      err = Files.createTempFile(folder, "launched", ".err");
      process =
          builder
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      launched.push(this);
    }

    /** Waits until the program runs and has not loaded its late class. */
    Launched awaitStart() throws IOException {
      Eventually.await("the program of " + folder, LIMIT, () -> !read(out).isEmpty());
      return this;
    }

    /** Lets the program go on to its end, and gives its last word, which is all that it says. */
    String finish() throws IOException {
      int code = end();
      String said = read(out);
      if (code != 0 || !said.startsWith("started\n")) {
        throw new AssertionError("ended with " + code + ": " + said + read(err));
      }
      return said.substring("started\n".length()).strip();
    }

    /** Lets it go on to its end, however that is. */
    int end() throws IOException {
      process.getOutputStream().close();
      return exitCode();
    }

    int exitCode() {
      try {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          throw new AssertionError("does not end: " + read(out) + read(err));
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return process.exitValue();
    }

    /** Waits until it has said this to whoever looks on. */
    void awaitSaying(String text) {
      Eventually.await("'" + text + "'", LIMIT, () -> read(err).contains(text));
    }

    /** What it says to whoever looks on. */
    String sayings() {
      return read(err);
    }

    void terminate() {
      process.destroy();
      exitCode();
    }

    void kill() {
      process.destroyForcibly();
      exitCode();
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What is compiled lies in the folder. */
  private static byte[] jar(String source, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var unit =
        new SimpleJavaFileObject(URI.create("string:///Main.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignored) {
            return source;
          }
        };
    var said = new StringWriter();
    if (!compiler
        .getTask(said, null, null, List.of("-d", classes.toString()), null, List.of(unit))
        .call()) {
      throw new AssertionError(said.toString());
    }
    var bytes = new ByteArrayOutputStream();
    try (var jar = new JarOutputStream(bytes);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        jar.write(Files.readAllBytes(file));
      }
    }
    return bytes.toByteArray();
  }
}
