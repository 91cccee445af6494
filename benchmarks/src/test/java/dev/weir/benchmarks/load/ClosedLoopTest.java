package dev.weir.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {

  @Test
  void readsTheRateFromWhatWrkPrints() throws IOException {
    var outcome = ClosedLoop.Outcome.parse("Running 2s test\noutcome 5000 7 2000000 1234\n");

    assertThat(outcome.perSecond()).isEqualTo(2_500);
    assertThat(outcome.failed()).isEqualTo(7);
    assertThat(outcome.p99Micros()).isEqualTo(1_234);
  }

  @Test
  void passesOnWhatWrkSaidInsteadOfAnOutcome() {
    assertThatThrownBy(() -> ClosedLoop.Outcome.parse("unable to connect"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("unable to connect");
  }
}
