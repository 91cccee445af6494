package dev.weir.endtoend.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"perl", "flock"})
  void aBuildRemovesTheOlderOnesThatNobodyRuns(String missing) throws Exception {
    try (var checkout = Checkout.in(folder)) {
      checkout.hide(missing);
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
  void testsCompileAnewWhatWasBuiltOnlyToRun() throws Exception {
    try (var checkout = Checkout.in(folder)) {
      checkout.change("one");
      assertThat(checkout.command("test").exitCode()).isZero();
      assertThat(checkout.cleanings()).as("nothing was built before").isZero();
      checkout.change("two");
      checkout.launch().awaitStart().finish();

      assertThat(checkout.command("test").exitCode()).isZero();
      assertThat(checkout.command("test").exitCode()).isZero();

      assertThat(checkout.cleanings()).isEqualTo(1);
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

  /** macOS has perl and no flock, a small image the other way round. */
  @ParameterizedTest
  @ValueSource(strings = {"perl", "flock"})
  void aBuildGoesOnWhenItsLauncherIsKilledAndTheNextOneWaitsForIt(String missing) throws Exception {
    try (var checkout = Checkout.in(folder)) {
      checkout.hide(missing);
      checkout.change("one");
      checkout.closeGate();
      var killed = checkout.launch();
      ProcessHandle maven = checkout.awaitBuild();
      killed.kill();

      var next = checkout.launch();
      next.awaitSaying("waiting for another build");
      assertThat(next.sayings()).contains(Long.toString(maven.pid()));
      checkout.openGate();

      assertThat(next.awaitStart().finish()).isEqualTo("one");
      assertOneBuildAtATime(checkout.builds(), 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "test", "bench"})
  void buildTestAndBenchWaitForEachOther(String second) throws Exception {
    try (var checkout = Checkout.in(folder)) {
      checkout.change("one");
      checkout.launch().awaitStart().finish();
      checkout.closeGate();
      var first = checkout.command("test");
      checkout.awaitBuild();
      if (second.equals("run")) {
        checkout.change("two");
      }

      var waiting = checkout.command(second);
      waiting.awaitSaying("waiting for another build");
      checkout.openGate();

      assertThat(first.exitCode()).isZero();
      int _ = waiting.end();
      assertOneBuildAtATime(checkout.builds(), 3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "bench"})
  void aBuildThatIsStoppedStopsItsMaven(String command) throws Exception {
    try (var checkout = Checkout.in(folder)) {
      checkout.change("one");
      if (command.equals("bench")) {
        checkout.launch().awaitStart().finish();
      }
      checkout.closeGate();
      var stopped = checkout.command(command);
      ProcessHandle maven = checkout.awaitBuild();

      stopped.terminate();

      assertThat(maven.onExit()).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void waitsNoLongerThanItIsTold() throws Exception {
    try (var checkout = Checkout.in(folder)) {
      checkout.change("one");
      checkout.closeGate();
      var first = checkout.launch();
      ProcessHandle maven = checkout.awaitBuild();

      var impatient = checkout.launch("WEIR_BUILD_WAIT=0");

      assertThat(impatient.exitCode()).isEqualTo(2);
      assertThat(impatient.sayings())
          .hasLineCount(1)
          .contains(Long.toString(maven.pid()), "WEIR_BUILD_WAIT");
      checkout.openGate();
      assertThat(first.awaitStart().finish()).isEqualTo("one");
    }
  }

  /** A folder that holds files of its own kind only, whoever asks. */
  @Test
  void saysWhereItCannotWrite() throws Exception {
    Path unwritable = Path.of("/proc");
    assumeTrue(Files.isDirectory(unwritable), "no /proc, which not even root can write to");
    try (var checkout = Checkout.in(folder)) {
      checkout.change("one");
      Files.createSymbolicLink(folder.resolve(".weir"), unwritable);

      var launched = checkout.launch();

      assertThat(launched.exitCode()).isEqualTo(2);
      assertThat(launched.sayings())
          .hasLineCount(1)
          .startsWith("weir: cannot write to " + folder.toRealPath().resolve(".weir"));
    }
  }

  @Test
  void followsLinksToItsFolder() throws Exception {
    Path sources = Files.createDirectory(folder.resolve("sources"));
    Path links = Files.createDirectory(folder.resolve("bin"));
    try (var checkout = Checkout.in(sources)) {
      checkout.change("one");
      Path absolute = Files.createSymbolicLink(links.resolve("weir"), sources.resolve("weir"));
      Path relative = Files.createSymbolicLink(folder.resolve("link"), Path.of("bin", "weir"));

      assertThat(checkout.command(absolute, "run").awaitStart().finish()).isEqualTo("one");
      assertThat(checkout.command(relative, "run").awaitStart().finish()).isEqualTo("one");

      assertThat(checkout.images()).hasSize(1);
      assertThat(links.resolve(".weir")).doesNotExist();
    }
  }

  private static void assertOneBuildAtATime(List<String> builds, int count) {
    assertThat(builds).hasSize(2 * count);
    for (int i = 0; i < builds.size(); i += 2) {
      assertThat(builds.get(i + 1)).isEqualTo(builds.get(i).replace("begin", "end"));
    }
  }
}
