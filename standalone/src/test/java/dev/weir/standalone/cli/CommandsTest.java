package dev.weir.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line answers where nothing has to run for it. */
class CommandsTest {

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

  /** What a command has left behind. */
  private record Ran(int exitCode, String out, String err) {
    List<String> complaints() {
      return err.lines().filter(line -> line.startsWith("weir: ")).toList();
    }
  }

  @Test
  void explainsItself() {
    Ran help = run("--help");

    assertThat(help.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(help.out()).contains("up", "demo", "tail", "key", "policy", "doctor", "Exit codes:");
    assertThat(help.out()).doesNotContain("warm-up");
    assertThat(run("--version").out()).startsWith("weir ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "upp",
        "up --prot 1",
        "tail",
        "tail nothing",
        "tail prompts -n 0",
        "key",
        "key create",
        "key create --team A!",
        "key create --team a --expires-in 90",
        "key create --team a --expires-in 0d",
        "key create --team a --expires-in 1d --expires 2099-01-01T00:00:00Z",
        "key create --team a --expires 1999-01-01T00:00:00Z",
        "key create --team a --name \u0007",
        "policy",
        "policy check",
        "statement",
        "statement --team a --month 2026-13",
        "statement --team a --month 2026-10 -o pdf",
        "statement close --month 2999-01",
        "reconcile --provider p --month 2026-10",
        "reconcile --provider p --month 2026-10 --threshold much x.csv",
        "demo now"
      })
  void answersAWrongCommandLineWithCode2(String line) {
    Ran ran = run(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.complaints()).hasSize(1);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void saysWhatAWrongConfigurationIs() throws IOException {
    Path config =
        Files.writeString(folder.resolve("weir.yaml"), "port: http\nkafak: {}\nlisten: [a]");

    Ran ran = run("up", "--config", config.toString(), "--data", folder.resolve("d").toString());

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.err()).contains("line 3: listen");
    assertThat(folder.resolve("d")).doesNotExist();
  }

  @Test
  void saysThatNothingRuns() {
    Ran ran = run("tail", "prompts", "--data", folder.resolve("none").toString());

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.complaints())
        .singleElement()
        .asString()
        .startsWith("weir: nothing runs on ")
        .contains("weir up", "--bootstrap-servers");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void saysInOneLineThatAPortIsTaken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      Ran ran = run("up", "--data", folder.toString(), "--port", port);

      assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
      assertThat(ran.complaints()).singleElement().asString().contains(":" + port, "--port");
    }
  }

  @Test
  void saysInOneLineThatTheFolderIsAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    Ran ran = run("up", "--data", file.toString());

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.complaints()).singleElement().asString().contains("is a file", "--data");
  }

  @Test
  void findsNothingWrongInAGoodPolicy() throws IOException {
    Ran ran = run("policy", "check", policy(POLICY));

    assertThat(ran.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .contains("is valid: 1 provider(s), 1 model(s), 0 route(s), 1 team(s), 0 price(s)");
  }

  @Test
  void findsEveryErrorOfAPolicyWithItsPlace() throws IOException {
    String file = policy(POLICY.replace("builtin: echo", "builtin: eco") + "taems: {}\n");

    Ran table = run("policy", "check", file);
    Ran json = run("policy", "check", "-o", "json", file);

    assertThat(table.exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(table.out().lines()).hasSize(2).allMatch(line -> line.startsWith(file + ":"));
    assertThat(json.exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(json.out()).startsWith("{\"valid\":false,\"problems\":[{\"line\":3,");
  }

  @Test
  void warnsOfWhatIsLegalAndOdd() throws IOException {
    String file = policy(POLICY);

    Ran json = run("policy", "check", "-o", "json", file);

    assertThat(json.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(json.out())
        .startsWith(
            "{\"valid\":true,\"warnings\":[{\"line\":7,\"column\":3,\"path\":\"teams.search\",");
    assertThat(run("policy", "check", "--strict", file).exitCode()).isEqualTo(ExitCode.FOUND);
  }

  @Test
  void printsTheSchemasForEditors() {
    assertThat(run("policy", "schema").out()).contains("\"title\": \"policy.yaml\"");
    assertThat(run("policy", "schema", "config").out()).contains("\"title\": \"weir.yaml\"");
  }

  @Test
  void importsLiteLlmAndNeverOverAFile() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            "model_list: [{model_name: a, litellm_params: {model: openai/gpt-4o, api_key: sk-1}}]");
    Path out = folder.resolve("imported.yaml");

    Ran ran = run("import", "litellm", config.toString(), "--out", out.toString());

    assertThat(ran.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).contains("IMPORTED_OPENAI_KEY_1", "2 exact, 0 approximate, 2 manual");
    assertThat(run("policy", "check", out.toString()).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run("import", "litellm", config.toString(), "--out", out.toString()).complaints())
        .singleElement()
        .asString()
        .contains("exists already");
    assertThat(run("import", "litellm", out.toString()).complaints())
        .singleElement()
        .asString()
        .contains("has no model");
  }

  @Test
  void showsTheCatalogueOfTheReleaseWhereNothingRuns() {
    String none = "--data=" + folder.resolve("none");

    assertThat(run("models", "list", none, "--vendor=anthropic").out())
        .contains("claude-haiku-4-5");
    assertThat(run("models", "show", none, "gpt-5-mini-2025-08-07", "-o", "json").out())
        .contains("\"contextTokens\":400000", "\"cache-read\":0.025");
    assertThat(run("models", "show", none, "nothing").exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(run("models", "list", none, "--vendor=nobody").err()).contains("it has anthropic");
  }

  @Test
  void saysThatAPolicyFileIsNotThere() {
    Ran ran = run("policy", "check", folder.resolve("none.yaml").toString());

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.complaints()).singleElement().asString().endsWith("none.yaml: no such file");
    assertThat(run("policy", "check", folder.toString()).complaints())
        .singleElement()
        .asString()
        .endsWith(": it is a folder");
  }

  @Test
  void saysWhatADayLooksLike() {
    Ran ran = run("rerate", "--from", "yesterday");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.err()).contains("'yesterday' is no day like 2026-11-01");
  }

  @Test
  void examinesAMachineOnWhichNothingRuns() {
    String fresh = folder.resolve("fresh").toString();
    String[] free = {
      "doctor",
      "--data",
      fresh,
      "--port",
      "0",
      "--admin-port",
      "0",
      "--kafka-port",
      "0",
      "--registry-port",
      "0",
      "-o",
      "json"
    };

    Ran ran = run(free);

    assertThat(ran.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(ran.out().lines()).allMatch(line -> line.startsWith("{\"subject\":"));
    assertThat(ran.out()).contains("\"java\",\"state\":\"ok\"", "will be made");
    assertThat(folder.resolve("fresh")).doesNotExist();
  }

  @Test
  void findsWhatIsWrongWithAPolicyAndItsProviders() throws IOException {
    String file =
        policy(
            POLICY.replace(
                "echo: {builtin: echo}",
                "echo: {url: \"http://127.0.0.1:1/v1\", credential: \"${env:NOT_SET_FOR_THIS_TEST}\"}"));

    Ran ran = run("doctor", "--data", folder.resolve("fresh").toString(), "--policy", file);

    assertThat(ran.exitCode()).isEqualTo(ExitCode.FOUND);
    assertThat(ran.out())
        .contains(
            "http://127.0.0.1:1/v1 does not answer", "${env:NOT_SET_FOR_THIS_TEST} names nothing");
  }

  @Test
  void wantsTheSecretWhereOthersHaveUsedItAlready() {
    Ran ran =
        run(
            "proxy",
            "--data",
            folder.toString(),
            "--port",
            "0",
            "--admin-port",
            "0",
            "--bootstrap-servers",
            "127.0.0.1:1",
            "--registry",
            "http://127.0.0.1:1");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.complaints()).singleElement().asString().contains("no key-encryption key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"key list", "policy show", "tail prompts"})
  void saysInOneLineThatTheLogCannotBeFound(String line) {
    List<String> args = new ArrayList<>(List.of(line.split(" ")));
    args.addAll(
        List.of(
            "--data",
            folder.toString(),
            "--bootstrap-servers",
            "nohost.invalid:1",
            "--registry",
            "http://127.0.0.1:1"));

    Ran ran = run(args.toArray(String[]::new));

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .startsWith("weir: the log cannot be used: ")
        .contains("bootstrap");
  }

  private String policy(String text) throws IOException {
    return Files.writeString(folder.resolve("policy.yaml"), text).toString();
  }

  private static Ran run(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
