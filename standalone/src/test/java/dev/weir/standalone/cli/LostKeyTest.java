package dev.weir.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.standalone.broker.EmbeddedBroker;
import dev.weir.standalone.registry.SchemaRegistryServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A data folder whose key-encryption key is gone, and the log that it governed. */
@Timeout(120)
class LostKeyTest {

  private static final String POLICY =
      """
      organisation: acme
      providers:
        echo: {builtin: echo}
      models:
        echo-small: {provider: echo}
      teams:
        search: {}
      """;

  @TempDir private Path folder;
  private EmbeddedBroker broker;
  private SchemaRegistryServer registry;
  private Path file;

  private record Ran(int exitCode, String out, String err) {}

  @BeforeEach
  void govern() throws IOException {
    broker = EmbeddedBroker.start(folder.resolve("log"), 0);
    registry = SchemaRegistryServer.start(broker.bootstrapServers(), 0);
    file = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    assertThat(run("key", "create", "--team=search").err()).contains("no policy has been applied");
    assertThat(key()).doesNotExist();
    Ran applied = run("policy", "apply", file.toString());
    assertThat(applied.exitCode()).as(applied.toString()).isEqualTo(ExitCode.OK);
    assertThat(applied.err()).contains("made a key-encryption key");
    assertThat(run("key", "create", "--team=search").out()).startsWith("wk_");
  }

  @AfterEach
  void stop() {
    registry.close();
    broker.close();
  }

  @Test
  void isNeverReplaced() throws IOException {
    Files.delete(key());
    Files.writeString(file, POLICY + "  finance: {}\n");

    Ran create = run("key", "create", "--team=search");
    Ran apply = run("policy", "apply", file.toString());

    assertThat(create.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(create.err()).contains("there is no key-encryption key");
    assertThat(apply.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(apply.err().lines())
        .singleElement()
        .asString()
        .contains("key-encryption key is missing: put it back at " + key());
    assertThat(key()).doesNotExist();
  }

  @Test
  void isNotNeededToLookAndToRevoke() throws IOException {
    Files.delete(key());

    Ran list = run("key", "list", "-o", "json");
    String keyId = list.out().replaceAll("(?s).*\"keyId\":\"([a-z0-9]+)\".*", "$1");

    assertThat(list.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run("policy", "show").out()).isEqualTo(POLICY);
    assertThat(run("key", "revoke", keyId).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(key()).doesNotExist();
  }

  @Test
  void isMissedByWhoHasAnother() throws IOException {
    Files.writeString(key(), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");

    Ran ran = run("tail", "prompts", "--reveal", "--from-beginning", "--no-follow");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .startsWith("weir: the key-encryption key at hand is not the one of this log");
  }

  private Path key() {
    return folder.resolve("data/key-encryption-key");
  }

  private Ran run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--data=" + folder.resolve("data"));
    all.add("--bootstrap-servers=" + broker.bootstrapServers());
    all.add("--registry=" + registry.uri());
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Main.run(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
