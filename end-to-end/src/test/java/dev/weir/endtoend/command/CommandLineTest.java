package dev.weir.endtoend.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.endtoend.process.Eventually;
import dev.weir.endtoend.process.Installation;
import dev.weir.endtoend.process.Settings;
import dev.weir.endtoend.process.WeirProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps Weir from starting is said in one line, and the exit code is 2. */
final class CommandLineTest {

  @TempDir private Path folder;

  @Test
  void saysThatAnotherOneRunsOnTheFolder() {
    try (Installation installation = Installation.in(folder)) {
      installation.start("up", "one", "--policy=" + installation.policy()).running();

      var second =
          WeirProcess.run(
              "up",
              "--data=" + installation.data("one"),
              "--config=" + Settings.config(folder, "two"));

      assertThat(second.exitCode()).isEqualTo(2);
      assertThat(second.standardError()).contains("is in use by another weir").hasLineCount(1);
    }
  }

  @Test
  void namesCommandsThatFindItsFolder() throws Exception {
    Path place = Files.createDirectory(folder.resolve("it's here"));
    try (Installation installation = Installation.in(place)) {
      var up = installation.start("up", "one", "--policy=" + installation.policy());
      up.running();
      Eventually.await(
          "its last words", Duration.ofSeconds(10), () -> up.output().contains("Stop it with"));

      assertThat(shell(line(up, "Make a key with: ./weir ").replace("TEAM", "search"))).isZero();
      assertThat(shell(line(up, "Watch it with: ./weir ") + " --no-follow")).isZero();
    }
  }

  private static String line(WeirProcess process, String beginning) {
    return process
        .output()
        .lines()
        .filter(line -> line.startsWith(beginning))
        .map(line -> line.substring(beginning.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(beginning + " is not in " + process.output()));
  }

  /** Runs {@code weir} as a shell does that was given these words after it. */
  private static int shell(String words) throws IOException {
    Process split = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + words).start();
    List<String> arguments = split.inputReader().lines().toList();
    return WeirProcess.run(arguments.toArray(String[]::new)).exitCode();
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var ended =
          WeirProcess.run(
              "up",
              "--data=" + folder.resolve("data"),
              "--config=" + Settings.config(folder, "one"),
              "--port=" + taken.getLocalPort());

      assertThat(ended.exitCode()).isEqualTo(2);
      assertThat(ended.standardError()).contains("choose another with --port").hasLineCount(1);
    }
  }

  @Test
  void saysThatTheFolderCannotBeUsed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    var ended = WeirProcess.run("up", "--data=" + file.resolve("below"));

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.standardError()).contains("--data").hasLineCount(1);
  }

  @Test
  void namesEachProblemOfAPolicy() throws Exception {
    Path policy =
        Files.writeString(folder.resolve("policy.yaml"), "organisation: acme\nteam: {}\n");

    var ended = WeirProcess.run("policy", "check", policy.toString());

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.standardOutput())
        .contains("policy.yaml:2:1 team: no such setting; did you mean 'teams'?")
        .contains("providers: required");
  }

  @Test
  void tellsAStoryWhoseSumsAgreeAndTellsItAgainInTheSameFolder() {
    for (int time = 1; time <= 2; time++) {
      WeirProcess.Ended ended = tellStory();

      assertThat(ended.exitCode()).as("time %s: %s", time, ended).isZero();
      assertThat(ended.standardOutput()).contains("lines agree");
    }
  }

  private WeirProcess.Ended tellStory() {
    return WeirProcess.run(
        "demo",
        "--exit",
        "--data=" + folder.resolve("data"),
        "--port=0",
        "--admin-port=0",
        "--kafka-port=0",
        "--registry-port=0");
  }
}
