package dev.weir.processors.health;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.TaskMetadata;

/**
 * How many records wait to be processed: what the consumers have not fetched, and what they have
 * fetched and no task has committed. Either alone says nothing waits while a task works on a
 * thousand records.
 */
public final class StreamsLag {

  private static final String UNFETCHED = "records-lag";

  private StreamsLag() {}

  /** As far as the consumers know. */
  public static long of(Collection<? extends Metric> metrics, Collection<TaskMetadata> tasks) {
    return unfetched(metrics) + tasks.stream().mapToLong(StreamsLag::uncommitted).sum();
  }

  /** A partition's figure comes twice where the topic's name has dots: once with them. */
  private static long unfetched(Collection<? extends Metric> metrics) {
    Map<String, Long> byPartition = new HashMap<>();
    for (Metric metric : metrics) {
      Map<String, String> tags = metric.metricName().tags();
      String topic = tags.get("topic");
      if (topic != null
          && metric.metricName().name().equals(UNFETCHED)
          && metric.metricValue() instanceof Double records
          && records > 0) {
        byPartition.put(
            String.join(
                "|",
                String.valueOf(tags.get("client-id")),
                topic.replace('.', '_'),
                String.valueOf(tags.get("partition"))),
            records.longValue());
      }
    }
    return byPartition.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Streams calls the offset of the newest record that was fetched the end. */
  private static long uncommitted(TaskMetadata task) {
    long sum = 0;
    Map<TopicPartition, Long> committed = task.committedOffsets();
    for (Map.Entry<TopicPartition, Long> end : task.endOffsets().entrySet()) {
      long until = committed.getOrDefault(end.getKey(), -1L);
      long next = end.getValue() + 1;
      // Before its first commit a task does not know how much it has fetched: something.
      sum += until < 0 ? Math.min(1, next) : Math.max(0, next - until);
    }
    return sum;
  }
}
