package dev.weir.endtoend.command;

import dev.weir.endtoend.process.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
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

  private static final String MAVEN =
      """
      #!/bin/sh
      [ -f app.jar ] || exit 1
      mkdir -p standalone/target/weir/lib
      cp app.jar standalone/target/weir/lib/app.jar
      """;

  private final Path folder;
  private final Deque<Launched> launched = new ArrayDeque<>();

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

  /** Makes the next build one whose late class says {@code word}. */
  void change(String word) throws IOException {
    Files.write(folder.resolve("app.jar"), jar(PROGRAM.replace("WORD", word)));
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

  /** {@code ./weir run}, with these settings in its environment. */
  Launched launch(String... settings) throws IOException {
    var builder = new ProcessBuilder(folder.resolve("weir").toString(), "run");
    Map<String, String> environment = builder.environment();
    environment.put("WEIR_JAVA_HOME", System.getProperty("java.home"));
    environment.put(
        "PATH", folder.resolve("bin") + File.pathSeparator + environment.getOrDefault("PATH", ""));
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    return new Launched(builder);
  }

  @Override
  public void close() {
    launched.forEach(each -> each.process.destroyForcibly());
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
      process.getOutputStream().close();
      int code = exitCode();
      String said = read(out);
      if (code != 0 || !said.startsWith("started\n")) {
        throw new AssertionError("ended with " + code + ": " + said + read(err));
      }
      return said.substring("started\n".length()).strip();
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

  private static byte[] jar(String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path classes = Files.createTempDirectory("classes");
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
