package dev.weir.endtoend.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the compiler lets pass: an empty file compiles, and a test that is in it is never missed.
 */
final class SourcesTest {

  /** Of the module, in whose folder its tests run. */
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern TEST =
      Pattern.compile(
          "^ *@(\\w*Test|TestFactory|TestTemplate)\\b|class \\w+Test(<[^{]*>)?\\s+extends\\s",
          Pattern.MULTILINE);

  private static final Pattern SAYS =
      Pattern.compile(
          "^(\\w.* )?(class|interface|enum|record|@interface|package|module) ", Pattern.MULTILINE);

  @Test
  void everySourceFileSaysSomething() throws IOException {
    List<Path> sources = sources();
    assertThat(sources).hasSizeGreaterThan(1_000);
    assertThat(
            sources.stream().filter(it -> !SAYS.matcher(text(it)).find()).map(PROJECT::relativize))
        .isEmpty();
  }

  /** A class that is named as a test and has none passes, whatever it was meant to try. */
  @Test
  void everyTestClassHasATestOrInheritsOne() throws IOException {
    assertThat(
            sources().stream()
                .filter(it -> it.toString().endsWith("Test.java"))
                .filter(it -> !TEST.matcher(text(it)).find())
                .map(PROJECT::relativize))
        .isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> modules = Files.list(PROJECT)) {
      return modules
          .map(it -> it.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(SourcesTest::javaFiles)
          .toList();
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(it -> it.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
