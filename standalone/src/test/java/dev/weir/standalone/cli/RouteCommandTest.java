package dev.weir.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteCommandTest {

  private static final String POLICY =
      """
      organisation: acme
      providers:
        echo: {builtin: echo}
      models:
        small: {provider: echo, upstream-model: echo-small, context-tokens: 8_000, capabilities: [tools]}
        large: {provider: echo, upstream-model: echo-large, context-tokens: 200_000, capabilities: [tools, images]}
      routes:
        able: {first-capable: [small, large]}
        cheap: {lowest-cost: [large, small]}
        clever: {by-task: {simple: small, otherwise: large}}
        trial: {split: {by: team, variants: [{name: new, to: cheap, percent: 100}]}}
      teams:
        search: {}
      prices:
        - {provider: echo, model: echo-small, token-type: input, per-million: 0.15, valid-from: 2026-01-01}
        - {provider: echo, model: echo-small, token-type: output, per-million: 0.60, valid-from: 2026-01-01}
        - {provider: echo, model: echo-large, token-type: input, per-million: 2.50, valid-from: 2026-01-01}
        - {provider: echo, model: echo-large, token-type: output, per-million: 10, valid-from: 2026-01-01}
      """;

  @TempDir private Path folder;

  private String file = "";

  private record Ran(int exitCode, String out, String err) {}

  @BeforeEach
  void writeThePolicy() throws IOException {
    file = Files.writeString(folder.resolve("policy.yaml"), POLICY).toString();
  }

  @Test
  void saysWhatIsCheapestForThisRequest() {
    Ran ran = explain("cheap", "--input-tokens", "1_000", "--max-output-tokens", "100");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .isEqualToNormalizingNewlines(
            """
                   MODEL  SERVED BY        VARIANT  WHY
            first  small  echo/echo-small           cheapest: 0.00021 USD against 0.0035 USD of 'large'
            then   large  echo/echo-large           stands in: 0.0035 USD
            """);
  }

  @Test
  void saysWhichTaskItTakesTheWordsFor() {
    Ran ran = explain("clever", "--said", "what time does the branch close");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).contains("for the task 'simple', ");
  }

  @Test
  void saysWhatCanTakeTheRequest() {
    Ran ran = explain("able", "--needs", "tools,images");

    assertThat(ran.out())
        .contains("first  large", "the first that can take it ('small' lacks images)")
        .doesNotContain("then");
  }

  @Test
  void writesOneJsonObjectForEachStep() {
    Ran ran = explain("trial", "-o", "json");

    assertThat(ran.out().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith(
            "{\"model\":\"small\",\"served_by\":\"echo/echo-small\",\"reason\":\"variant 'new'")
        .endsWith("\"variant\":\"new\"}");
  }

  @Test
  void explainsAPlainModelToo() {
    assertThat(explain("small").out()).contains("the only model");
  }

  @Test
  void saysWhichNamesThereAre() {
    Ran ran = explain("larch");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.err().lines())
        .containsExactly(
            "weir: "
                + file
                + " has no model or route 'larch'; it has able, cheap, clever, large, small, trial");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void listsWhatIsWrongWithThePolicy() throws IOException {
    Files.writeString(Path.of(file), POLICY.replace("lowest-cost: [large", "lowest-cost: [larg"));

    Ran table = explain("able");
    Ran json = explain("able", "-o", "json");

    assertThat(table.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(table.err().lines())
        .containsExactly("weir: " + file + " is not valid: 1 problem(s)");
    assertThat(table.out().lines())
        .containsExactly(
            file
                + ":9:25 routes.cheap.lowest-cost[0]: no model or route 'larg'; did you mean"
                + " 'large'?");
    assertThat(json.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(json.out()).startsWith("{\"valid\":false,\"problems\":[{\"line\":9,\"column\":25,");
  }

  @Test
  void saysInOneLineThatThereIsNoSuchFile() {
    file = folder.resolve("none.yaml").toString();
    Ran ran = explain("able");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.err().lines()).singleElement().asString().contains("cannot read");
  }

  @Test
  void refusesOptionsThatMeanNothing() {
    assertThat(explain("able", "--needs", "tools,vision").err())
        .contains("'vision' is no capability; expected one of images, tools, structured-output");
    assertThat(explain("able", "--input-tokens", "-1").err()).contains("is no number of tokens");
    assertThat(explain("able", "--max-output-tokens", "many").exitCode())
        .isEqualTo(ExitCode.UNUSABLE);
  }

  private Ran explain(String name, String... more) {
    List<String> args = new ArrayList<>(List.of("route", "explain", name, "--policy", file));
    args.addAll(List.of(more));
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Main.run(
            new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
