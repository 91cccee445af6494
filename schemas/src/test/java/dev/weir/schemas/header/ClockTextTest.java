package dev.weir.schemas.header;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClockTextTest {

  private final ClockText clockText = new ClockText();

  @Test
  void leavesZeroMicrosecondsOut() {
    assertThat(text(Instant.parse("2026-11-25T12:00:00.000000999Z")))
        .isEqualTo("2026-11-25T12:00:00Z");
  }

  @Test
  void writesAllSixDigits() {
    assertThat(text(Instant.parse("2026-11-25T12:00:00.05Z")))
        .isEqualTo("2026-11-25T12:00:00.050000Z");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsAsTheSameMicrosecond(long seed) {
    var random = new SplittableRandom(seed);
    Instant time =
        Instant.ofEpochSecond(random.nextLong(-1L << 40, 1L << 40), random.nextInt(1_000_000_000));

    assertThat(Instant.parse(text(time))).isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
    Instant later = time.plusMillis(1);
    assertThat(Instant.parse(text(later))).isEqualTo(later.truncatedTo(ChronoUnit.MICROS));
  }

  static Stream<Long> seeds() {
    return LongStream.range(0, 200).boxed();
  }

  private String text(Instant time) {
    return new String(clockText.of(time), US_ASCII);
  }
}
