package dev.weir.endtoend.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.endtoend.process.WeirProcess;
import org.junit.jupiter.api.Test;

/** A hard limit, while those who keep it are killed. */
final class ProveBudgetTest {

  @Test
  void aKilledProxyAndKilledProcessorsSpendNothingTwice() {
    WeirProcess.Ended ended =
        WeirProcess.run(
            "prove",
            "budget",
            "--kill",
            "--proxies=2",
            "--limit=30000",
            "--rate=100",
            "--for=PT25S",
            "--seed=3",
            "-o=json");

    assertThat(ended.exitCode()).as(ended.toString()).isZero();
    assertThat(ended.standardOutput())
        .contains("\"verdict\":\"held\"", "\"kills\":2", "\"open\":0")
        .hasLineCount(1);
  }
}
