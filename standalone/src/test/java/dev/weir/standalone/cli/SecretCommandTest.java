package dev.weir.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir secret}: what goes in comes from standard input, and nothing comes out. */
final class SecretCommandTest {

  private static final String SECRET = "sk-planted-0815";

  @TempDir private Path folder;
  private InputStream before;
  private Path config;

  private record Ran(int exitCode, String out, String err) {}

  @BeforeEach
  void configure() throws IOException {
    before = System.in;
    config =
        Files.writeString(
            folder.resolve("weir.yaml"),
            """
            data: %s
            credentials: {keystore-key-file: %s}
            """
                .formatted(folder.resolve("data"), folder.resolve("keys/key")));
  }

  @AfterEach
  void restore() {
    System.setIn(before);
  }

  private Ran run(String input, String... args) {
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    var out = new StringWriter();
    var err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("secret"));
    all.addAll(List.of(args));
    all.add("--config=" + config);
    int exitCode =
        Main.run(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    return new Ran(exitCode, out.toString(), err.toString());
  }

  @Test
  void setsListsRotatesAndRemoves() {
    Ran set = run(SECRET + "\n", "set", "OPENAI");
    Ran list = run("", "list");
    Ran json = run("", "list", "--output=json");
    Ran rotate = run("", "rotate");
    Ran remove = run("", "remove", "OPENAI");
    Ran again = run("", "remove", "OPENAI");

    assertThat(set.out()).isEqualTo("${keystore:OPENAI} is set\n");
    assertThat(set.err()).contains("made a key in " + folder.resolve("keys/key"));
    assertThat(list.out()).contains("NAME", "SET", "OPENAI");
    assertThat(json.out()).contains("\"name\":\"OPENAI\"");
    assertThat(rotate.out()).contains("the new key is in");
    assertThat(remove.out()).isEqualTo("OPENAI is removed\n");
    assertThat(again.exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(again.err()).isEqualTo("weir: there is no secret OPENAI\n");
    for (Ran each : List.of(set, list, json, rotate, remove)) {
      assertThat(each.exitCode()).isEqualTo(ExitCode.OK);
      assertThat(each.out() + each.err()).doesNotContain(SECRET);
    }
  }

  @Test
  void takesNoSecretFromTheCommandLineAndDoesNotRepeatIt() {
    Ran ran = run("", "set", "OPENAI", SECRET);

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.err()).contains("through standard input").doesNotContain(SECRET);
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void saysInOneLineWhatIsWrongWithTheKeystore() throws IOException {
    run(SECRET, "set", "OPENAI");
    Files.delete(folder.resolve("keys/key"));

    Ran ran = run("", "list");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.err().lines().toList())
        .singleElement()
        .asString()
        .startsWith("weir: there is no key for ");
  }

  @Test
  void takesNoEmptySecret() {
    Ran ran = run("\n", "set", "OPENAI");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.err()).contains("from 1 to 65536 bytes");
  }
}
