package dev.weir.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two real proxies that share a small limit. */
@Timeout(240)
class ProveBudgetCommandTest {

  private record Ran(int exitCode, String out, String err) {}

  @Test
  void showsThatTwoProxiesKeepALimitTogether() throws Exception {
    Ran ran =
        run(
            "prove",
            "budget",
            "--proxies",
            "2",
            "--limit",
            "20000",
            "--rate",
            "150",
            "--for",
            "PT30S",
            "-o",
            "json");

    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(ExitCode.OK);
    assertThat(ran.out().lines()).hasSize(1);
    JsonNode finding = new JsonMapper().readTree(ran.out());
    assertThat(finding.path("verdict").asText()).isEqualTo("held");
    assertThat(finding.path("limit").asLong()).isEqualTo(20_000);
    assertThat(finding.path("spent").asLong())
        .isPositive()
        .isLessThanOrEqualTo(finding.path("bound").asLong());
    assertThat(finding.path("requests").path("admitted").asLong()).isPositive();
    assertThat(finding.path("requests").path("refused").asLong()).isPositive();
    assertThat(finding.path("open").asLong()).isZero();
    assertThat(finding.path("kills").asLong()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--proxies 0",
        "--proxies many",
        "--limit 0",
        "--rate 0",
        "--callers 100000",
        "--rounds 0",
        "--for PT1S",
        "--for soon",
        "--window day"
      })
  void saysInOneLineWhatIsWrongWithAnOption(String options) {
    Ran ran = run(("prove budget " + options).split(" "));

    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(ran.err().lines().filter(line -> line.startsWith("weir: "))).hasSize(1);
    assertThat(ran.err()).contains(options.substring(0, options.indexOf(' ')));
  }

  private static Ran run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Ran(code, out.toString(), err.toString());
  }
}
