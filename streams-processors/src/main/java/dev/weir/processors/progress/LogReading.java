package dev.weir.processors.progress;

import dev.weir.schemas.log.LogConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out until when a Kafka Streams application has read its topics, again and again: notes the
 * time and the ends of the topics, and waits until the application has committed beyond these ends.
 * So it knows without trusting any record's time, and whichever process has the tasks.
 *
 * <p>Topics are read in stages, since what one stage writes the next one reads: the ends of a stage
 * are asked for when the stage before has passed its own.
 *
 * <p>An application may have read all and never commit beyond what stands at a topic's end: {@link
 * Blanks} are passed over. They are looked for where it has committed nothing for a while, so that
 * one which is merely behind costs no look, and an idle one costs one.
 */
public final class LogReading implements Supplier<Reading>, AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(LogReading.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** Where nothing is written, a log is asked less and less often. */
  private static final Duration EVERY_IDLE = Duration.ofSeconds(4);

  private static final int TOLD_FAILURES = 10;
  private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /** Where nothing was committed for so long, the rest of the topic is looked at. */
  private static final Duration COMMITS_WITHIN = Duration.ofSeconds(1);

  private static final Duration LOOK_LIMIT = Duration.ofSeconds(5);

  private final LogConnection connection;
  private final String group;
  private final List<Set<String>> stages;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private final long beganMillis = System.currentTimeMillis();
  private volatile Reading newest = Reading.NONE;

  /** In a row; of the reading thread alone. */
  private int failures;

  private LogReading(LogConnection connection, String group, List<Set<String>> stages) {
    this.connection = connection;
    this.group = group;
    this.stages = stages;
    this.thread = Thread.ofPlatform().name("weir-log-reading").daemon().unstarted(this::run);
  }

  /**
   * Begins to watch.
   *
   * @param application the application's id, which is its consumers' group
   * @param stages the topics that each stage reads; they need not exist yet
   */
  public static LogReading watch(
      LogConnection connection, String application, List<Set<String>> stages) {
    var reading = new LogReading(connection, application, stages);
    reading.thread.start();
    return reading;
  }

  @Override
  public Reading get() {
    return newest;
  }

  /** How long ago the newest reading was of; since this began, where there is none yet. */
  public Duration age() {
    return Duration.ofMillis(
        Math.max(0, System.currentTimeMillis() - Math.max(beganMillis, newest.upToMillis())));
  }

  private void run() {
    try {
      while (!isStopped(EVERY)) {
        try (Admin admin = Admin.create(connection.clientProperties())) {
          watch(admin);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
          failed(e);
        }
      }
    } catch (InterruptedException e) {
      // This is how it ends.
    }
  }

  private void watch(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    var blanks = new Blanks(connection, LOOK_LIMIT);
    Map<TopicPartition, Long> before = Map.of();
    Duration pause = EVERY;
    while (!isStopped(pause)) {
      long began = System.currentTimeMillis();
      Map<TopicPartition, Long> all = new HashMap<>();
      for (Set<String> stage : stages) {
        Map<TopicPartition, Long> ends = ends(admin, stage);
        all.putAll(ends);
        if (!awaitRead(admin, ends, blanks)) {
          return;
        }
      }
      newest = new Reading(began, width(all.keySet()));
      failures = 0;
      pause = all.equals(before) ? min(pause.multipliedBy(2), EVERY_IDLE) : EVERY;
      before = all;
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static int width(Set<TopicPartition> partitions) {
    return partitions.stream().mapToInt(it -> it.partition() + 1).max().orElse(0);
  }

  private static Map<TopicPartition, Long> ends(Admin admin, Set<String> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    wait(admin.describeTopics(topics).allTopicNames())
        .forEach((topic, description) ->
            description
                .partitions()
                .forEach(it ->
                    asked.put(new TopicPartition(topic, it.partition()), OffsetSpec.latest())));
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> each :
        wait(admin.listOffsets(asked).all()).entrySet()) {
      ends.put(each.getKey(), each.getValue().offset());
    }
    return ends;
  }

  /** Whether all was read; waits for it without limit, and not where this is closed. */
  private boolean awaitRead(Admin admin, Map<TopicPartition, Long> ends, Blanks blanks)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, Long> unread = new HashMap<>(ends);
    unread.values().removeIf(end -> end == 0);
    Map<TopicPartition, Long> before = Map.of();
    long patience = System.nanoTime();
    while (!unread.isEmpty()) {
      Map<TopicPartition, Long> reached = reached(admin, unread.keySet(), blanks);
      unread.entrySet().removeIf(it -> reached.getOrDefault(it.getKey(), 0L) >= it.getValue());
      if (unread.isEmpty()) {
        return true;
      }
      reached.keySet().retainAll(unread.keySet());
      if (System.nanoTime() - patience >= 0) {
        Map<TopicPartition, Long> standing = new HashMap<>(reached);
        standing.entrySet().retainAll(before.entrySet());
        if (!standing.isEmpty()) {
          blanks.look(standing, unread);
        }
        before = reached;
        patience = System.nanoTime() + COMMITS_WITHIN.toNanos();
      }
      if (isStopped(BETWEEN_LOOKS)) {
        return false;
      }
    }
    return true;
  }

  /** Up to where each partition is read, as far as was committed; 0 where nothing was. */
  private Map<TopicPartition, Long> reached(
      Admin admin, Set<TopicPartition> partitions, Blanks blanks)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        wait(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    Map<TopicPartition, Long> reached = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata offset = committed.get(partition);
      reached.put(partition, blanks.skip(partition, offset == null ? 0 : offset.offset()));
    }
    return reached;
  }

  private static <T> T wait(KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Told once it lasts: the topics between stages are made when the application starts. */
  private void failed(Exception failure) {
    failures++;
    if (failures == TOLD_FAILURES) {
      LOGGER
          .atWarn()
          .setCause(failure)
          .addKeyValue("group", group)
          .addKeyValue("topics", stages)
          .log(
              "cannot tell how far the log is read; until then no silent exchange is closed and no"
                  + " credit of a dead proxy is given again; trying again");
    }
  }

  private boolean isStopped(Duration after) throws InterruptedException {
    return stop.await(after.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    stop.countDown();
    thread.interrupt();
    try {
      thread.join(CALL_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
