package dev.weir.endtoend.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.endtoend.process.WeirProcess;
import org.junit.jupiter.api.Test;

/** Bills, while those who write them are killed. */
final class ProveBillsTest {

  @Test
  void everyAnswerIsChargedOnceWhoeverIsKilled() {
    WeirProcess.Ended ended =
        WeirProcess.run(
            "prove",
            "bills",
            "--proxies=2",
            "--rounds=1",
            "--kills=2",
            "--rate=40",
            "--for=PT8S",
            "--seed=5",
            "-o=json");

    assertThat(ended.exitCode()).as(ended.toString()).isZero();
    assertThat(ended.standardOutput())
        .contains("\"addsUp\":true", "\"unrecorded\":0", "\"differences\":0", "\"open\":0")
        .hasLineCount(1);
  }
}
