package dev.weir.endtoend.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./weir} builds, runs and removes; Maven and the program are stand-ins. */
final class LauncherTest {

  @TempDir private Path folder;

  @Test
  void aRunningProcessKeepsItsClassesAcrossARebuild() throws Exception {
    try (var checkout = Checkout.in(folder)) {
      checkout.change("one");
      var running = checkout.launch().awaitStart();

      checkout.change("two");
      String second = checkout.launch().awaitStart().finish();

      assertThat(second).isEqualTo("two");
      assertThat(running.finish()).isEqualTo("one");
    }
  }

  @Test
  void aBuildRemovesTheOlderOnesThatNobodyRuns() throws Exception {
    try (var checkout = Checkout.in(folder)) {
      checkout.change("one");
      var running = checkout.launch().awaitStart();
      checkout.change("two");
      checkout.launch().awaitStart().finish();
      assertThat(checkout.images()).hasSize(2);

      checkout.change("three");
      checkout.launch().awaitStart().finish();
      assertThat(checkout.images()).as("two has ended, one runs").hasSize(2);

      running.kill();
      checkout.change("four");
      checkout.launch().awaitStart().finish();
      assertThat(checkout.images()).hasSize(1);
    }
  }

  @Test
  void anUnchangedSourceIsNotBuiltAgain() throws Exception {
    try (var checkout = Checkout.in(folder)) {
      checkout.change("one");
      checkout.launch().awaitStart().finish();
      var images = checkout.images();

      checkout.launch().awaitStart().finish();

      assertThat(checkout.images()).isEqualTo(images);
    }
  }

  @Test
  void aBuildThatFailsLeavesTheLastOneUsable() throws Exception {
    try (var checkout = Checkout.in(folder)) {
      checkout.change("one");
      checkout.launch().awaitStart().finish();

      checkout.breakSource();

      assertThat(checkout.launch().exitCode()).isEqualTo(2);
      assertThat(checkout.launch("WEIR_BUILD=off").awaitStart().finish()).isEqualTo("one");
    }
  }

  @Test
  void mavenByHandDoesNotTouchWhatRuns() throws Exception {
    try (var checkout = Checkout.in(folder)) {
      checkout.change("one");
      var running = checkout.launch().awaitStart();

      checkout.change("two");
      checkout.maven();

      assertThat(running.finish()).isEqualTo("one");
    }
  }

  @Test
  void aCacheThatDoesNotFitIsNotHeardOf() throws Exception {
    try (var checkout = Checkout.in(Files.createDirectory(folder.resolve("with a space")))) {
      checkout.change("one");
      checkout.launch().awaitStart().finish();
      for (Path image : checkout.images()) {
        Files.writeString(image.resolve("weir.aot"), "not a cache");
      }

      assertThat(checkout.launch().awaitStart().finish()).isEqualTo("one");
    }
  }
}
