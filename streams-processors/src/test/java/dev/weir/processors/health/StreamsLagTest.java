package dev.weir.processors.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class StreamsLagTest {

  private static final TopicPartition USAGE = new TopicPartition("weir.token-counts", 0);

  @Test
  void countsWhatIsFetchedAndStillWorkedOn() {
    assertThat(StreamsLag.of(List.of(), List.of(task(100, 1_099)))).isEqualTo(1_000);
  }

  @Test
  void isNothingWhenAllThatWasFetchedIsCommitted() {
    assertThat(StreamsLag.of(List.of(), List.of(task(1_100, 1_099)))).isZero();
  }

  @Test
  void countsTheMarkersOfTransactionsAsNothing() {
    assertThat(StreamsLag.of(List.of(), List.of(task(1_102, 1_099)))).isZero();
  }

  @Test
  void isSomethingBeforeTheFirstCommitOfWhatWasFetched() {
    assertThat(StreamsLag.of(List.of(), List.of(task(-1, 1_099)))).isPositive();
  }

  @Test
  void isNothingBeforeAnythingCame() {
    assertThat(StreamsLag.of(List.of(), List.of(task(-1, -1)))).isZero();
  }

  @Test
  void addsWhatIsNotFetchedOfAllPartitionsAndOfEachOnce() {
    List<Metric> metrics =
        List.of(
            lag("weir.token-counts", "0", 40.0),
            lag("weir_token-counts", "0", 40.0),
            lag("weir.token-counts", "1", 2.0),
            lag("weir.prompts", "0", Double.NaN));

    assertThat(StreamsLag.of(metrics, List.of(task(100, 109)))).isEqualTo(52);
  }

  private static Metric lag(String topic, String partition, double records) {
    MetricName name =
        new MetricName(
            "records-lag",
            "consumer-fetch-manager-metrics",
            "",
            Map.of("client-id", "c-1", "topic", topic, "partition", partition));
    return new Metric() {
      @Override
      public MetricName metricName() {
        return name;
      }

      @Override
      public Object metricValue() {
        return records;
      }
    };
  }

  private static TaskMetadata task(long committed, long fetched) {
    return new TaskMetadata() {
      @Override
      public TaskId taskId() {
        return new TaskId(0, 0);
      }

      @Override
      public Set<TopicPartition> topicPartitions() {
        return Set.of(USAGE);
      }

      @Override
      public Map<TopicPartition, Long> committedOffsets() {
        return Map.of(USAGE, committed);
      }

      @Override
      public Map<TopicPartition, Long> endOffsets() {
        return Map.of(USAGE, fetched);
      }

      @Override
      public Optional<Long> timeCurrentIdlingStarted() {
        return Optional.empty();
      }
    };
  }
}
