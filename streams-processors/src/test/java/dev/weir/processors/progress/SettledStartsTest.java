package dev.weir.processors.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.ExchangeProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettledStartsTest {

  private static final Duration SLACK = Duration.ofSeconds(5);

  private final Map<Integer, ExchangeProgress> closers = new HashMap<>();
  private Reading grantor = new Reading(0, 2);
  private long now = 1_000_000;
  private final SettledStarts starts =
      new SettledStarts(() -> Map.copyOf(closers), () -> grantor, () -> now, SLACK);

  @Test
  void believesWhatItHeardOnceAllUsageOfThatTimeIsRead() {
    closed(0, 500_000);
    closed(1, 400_000);
    assertThat(starts.isClosed("p1:1", 300_000)).isFalse();

    grantor = new Reading(now - 1, 2);
    assertThat(starts.isClosed("p1:1", 300_000)).isFalse();

    grantor = new Reading(now, 2);
    assertThat(starts.isClosed("p1:1", 300_000)).isTrue();
  }

  @Test
  void believesNothingOfAStartThatHasAnOpenExchangeAnywhere() {
    closed(0, 500_000);
    closed(1, 500_000, "p1:1", "p3:9");
    readAll();

    assertThat(starts.isClosed("p1:1", 300_000)).isFalse();
    assertThat(starts.isClosed("p2:1", 300_000)).isTrue();
  }

  @Test
  void believesNothingWhileTheStartOfAnOpenExchangeIsUnknown() {
    closed(0, 500_000, "");
    closed(1, 500_000);
    readAll();

    assertThat(starts.isClosed("p1:1", 300_000)).isFalse();
  }

  @Test
  void believesNothingBeforeEveryPartitionHasReadUpToTheLastRecord() {
    closed(0, 500_000);
    readAll();
    assertThat(starts.isClosed("p1:1", 300_000)).isFalse();

    closed(1, 304_999);
    readAll();
    assertThat(starts.isClosed("p1:1", 300_000)).isFalse();

    closed(1, 305_000);
    readAll();
    assertThat(starts.isClosed("p1:1", 300_000)).isTrue();
  }

  /** What was heard before is believed, and then what is heard now. */
  private void readAll() {
    for (int i = 0; i < 2; i++) {
      var _ = starts.isClosed("p1:1", 300_000);
      grantor = new Reading(now++, 2);
    }
    var _ = starts.isClosed("p1:1", 300_000);
  }

  private void closed(int partition, long readUpToMillis, String... open) {
    closers.put(
        partition,
        new ExchangeProgress(partition, Instant.ofEpochMilli(readUpToMillis), List.of(open)));
  }
}
