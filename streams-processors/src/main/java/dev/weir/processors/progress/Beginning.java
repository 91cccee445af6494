package dev.weir.processors.progress;

import dev.weir.schemas.log.LogConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * Where an application begins to read that has read nothing yet: at a time instead of at the first
 * record. It is written down as the application's own offset, so that {@link LogReading} sees it
 * too.
 */
public final class Beginning {

  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

  private final LogConnection connection;
  private final String application;

  /**
   * @param application the application's id, which is its consumers' group
   */
  public Beginning(LogConnection connection, String application) {
    this.connection = connection;
    this.application = application;
  }

  /**
   * Lets the application begin at these times in these topics, wherever it has no offset yet.
   * Before the application starts: one that runs has its offsets already.
   *
   * @param topics by their names in the log, which exist
   * @throws IllegalStateException where the log does not answer in time
   */
  public void at(Map<String, Instant> topics) {
    try (Admin admin = Admin.create(connection.clientProperties())) {
      write(admin, topics);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at the start of " + application, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "cannot tell where " + application + " begins to read: " + e.getMessage(), e);
    }
  }

  private void write(Admin admin, Map<String, Instant> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> times = new HashMap<>();
    wait(admin.describeTopics(topics.keySet()).allTopicNames())
        .forEach((topic, description) ->
            description
                .partitions()
                .forEach(it ->
                    times.put(
                        new TopicPartition(topic, it.partition()),
                        OffsetSpec.forTimestamp(
                            topics.getOrDefault(topic, Instant.EPOCH).toEpochMilli()))));
    times.keySet().removeAll(known(admin));
    if (times.isEmpty()) {
      return;
    }
    // The ends are asked for first: what is written meanwhile lies behind them.
    Map<TopicPartition, OffsetSpec> newest = new HashMap<>(times);
    newest.replaceAll((_, _) -> OffsetSpec.latest());
    Map<TopicPartition, ListOffsetsResultInfo> ends = wait(admin.listOffsets(newest).all());
    Map<TopicPartition, OffsetAndMetadata> begin = new HashMap<>();
    ends.forEach((partition, end) -> begin.put(partition, new OffsetAndMetadata(end.offset())));
    wait(admin.listOffsets(times).all())
        .forEach((partition, first) -> {
          if (first.offset() >= 0) {
            begin.put(partition, new OffsetAndMetadata(first.offset()));
          }
        });
    try {
      var _ = wait(admin.alterConsumerGroupOffsets(application, begin).all());
    } catch (ExecutionException e) {
      // Another process of the application runs since, which has written the same.
      if (!(e.getCause() instanceof UnknownMemberIdException)) {
        throw e;
      }
    }
  }

  private Set<TopicPartition> known(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        new HashMap<>(
            wait(admin.listConsumerGroupOffsets(application).partitionsToOffsetAndMetadata()));
    offsets.values().removeIf(Objects::isNull);
    return offsets.keySet();
  }

  private static <T> T wait(KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
