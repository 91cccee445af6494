package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProviderTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void takesTimeoutsOfTenMinutes() {
    Duration most = Duration.ofMinutes(10);

    assertThat(new Provider.Timeouts(most, most, most).idle()).isEqualTo(most);
  }

  @Test
  void refusesLongerOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Provider.Timeouts(SECOND, Duration.ofMinutes(10).plusNanos(1), SECOND))
        .withMessageStartingWith("a timeout is above 0 and at most 10 min: ");
  }
}
