package dev.weir.governance.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BucketTest {

  private static final Refill SEVEN_A_SECOND = new Refill(7, Duration.ofSeconds(1));

  private final Bucket full = Bucket.NEW.filled(SEVEN_A_SECOND, 100, 0, 0, 1_000);

  @Test
  void isFullAtFirst() {
    assertThat(full.minted()).isEqualTo(100);
  }

  @Test
  void losesNoPartOfAUnitHoweverOftenItIsFilled() {
    Bucket bucket = full;
    for (long now = 1_001; now <= 11_000; now++) {
      bucket = bucket.filled(SEVEN_A_SECOND, 100, 90, 10, now);
    }
    assertThat(bucket.minted()).isEqualTo(170);
  }

  @Test
  void holdsNoMoreThanItsSize() {
    assertThat(full.filled(SEVEN_A_SECOND, 100, 30, 70, 1_000_000).minted()).isEqualTo(130);
  }

  @Test
  void fillsByNothingWhenTheClockGoesBack() {
    assertThat(full.filled(SEVEN_A_SECOND, 100, 30, 70, 500)).isEqualTo(full);
  }

  @Test
  void takesOutWhatIsTooMuchAndNobodyHolds() {
    assertThat(full.filled(SEVEN_A_SECOND, 60, 0, 25, 1_000).minted()).isEqualTo(75);
  }

  @Test
  void survivesAnEternity() {
    Refill fast = new Refill(Long.MAX_VALUE / 4, Duration.ofMinutes(1));
    assertThat(full.filled(fast, 100, 100, 0, Long.MAX_VALUE / 2).minted()).isEqualTo(200);
  }

  @Test
  void saysHowLongItTakesToFill() {
    assertThat(SEVEN_A_SECOND.timeFor(7)).isEqualTo(Duration.ofSeconds(1));
    assertThat(SEVEN_A_SECOND.timeFor(1)).isEqualTo(Duration.ofMillis(143));
    assertThat(SEVEN_A_SECOND.timeFor(0)).isZero();
    assertThat(new Refill(0, Duration.ofSeconds(1)).timeFor(1)).isGreaterThan(Duration.ofDays(365));
  }
}
