package dev.weir.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine that is not as {@code weir.yaml} says is no defect of Weir: one line, exit code 2. */
class WrongEnvironmentTest {

  @TempDir private Path folder;
  private Path file = Path.of("");

  private record Ran(int exitCode, String out, String err) {}

  @BeforeEach
  void makeAFile() throws IOException {
    file = Files.createFile(folder.resolve("file"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sinks.archive", "processors.state", "proxy.journal"})
  void namesTheSettingOfAFolderThatCannotBeMade(String setting) throws IOException {
    Ran ran = up(setting, file.resolve("below"));

    assertUnusable(ran, "cannot make the folder " + file.resolve("below"), setting);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sinks.archive", "processors.state", "proxy.journal"})
  void namesTheSettingOfAFolderThatIsAFile(String setting) throws IOException {
    Ran ran = up(setting, file);

    assertUnusable(ran, file + " is a file", setting);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "port",
        "admin-port",
        "sinks.admin-port",
        "processors.admin-port",
        "echo.port",
        "kafka.embedded-port",
        "registry.embedded-port"
      })
  void namesTheSettingOfAPortThatIsTaken(String setting) throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ran ran = up(setting, taken.getLocalPort());

      assertUnusable(ran, "cannot listen on 127.0.0.1:" + taken.getLocalPort(), optionOf(setting));
    }
  }

  /** What the command line can say is named as there. */
  private static String optionOf(String setting) {
    return switch (setting) {
      case "port", "admin-port" -> "--" + setting;
      case "kafka.embedded-port" -> "--kafka-port";
      case "registry.embedded-port" -> "--registry-port";
      default -> setting;
    };
  }

  @Test
  void needsNoJournalWhereNothingIsRecorded() throws IOException {
    Ran ran = up("proxy", "{recording: off, journal: " + file + "}\nsinks.archive: " + file);

    assertUnusable(ran, file + " is a file", "sinks.archive");
  }

  private static void assertUnusable(Ran ran, String what, String option) {
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .startsWith("weir: " + what)
        .endsWith("with " + option);
    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.out()).isEmpty();
  }

  private Ran up(String setting, Object value) throws IOException {
    String free =
        """
        port: 0
        admin-port: 0
        kafka.embedded-port: 0
        registry.embedded-port: 0
        """
            .replaceAll("(?m)^" + setting + ":.*\n", "");
    Path config =
        Files.writeString(folder.resolve("weir.yaml"), free + setting + ": " + value + "\n");
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            "up",
            "--data=" + folder.resolve("data"),
            "--config=" + config);
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
