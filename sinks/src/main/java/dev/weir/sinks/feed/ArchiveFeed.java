package dev.weir.sinks.feed;

import dev.weir.sinks.archive.RollPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the topics and fills the archive. Everything but {@link #stop} and {@link #health}
 * happens on the thread that calls {@link #run}, which owns the consumer and closes it.
 */
public final class ArchiveFeed implements Runnable {

  private static final Logger LOGGER = LoggerFactory.getLogger(ArchiveFeed.class);
  private static final Duration POLL_MAX = Duration.ofMillis(200);

  private final Consumer<String, byte[]> consumer;
  private final Map<String, ArchivedTopic> topics;
  private final Lanes lanes;
  private final FeedHealth health;
  private String lastFailure = "";
  private volatile boolean stopped;

  /**
   * A feed that has not begun.
   *
   * @param consumer reads committed records, commits nothing by itself and has no reset of its own
   * @param topics by the name in Kafka
   */
  public ArchiveFeed(
      Consumer<String, byte[]> consumer,
      Map<String, ArchivedTopic> topics,
      RollPolicy roll,
      ArchiveLimits limits,
      MeterRegistry meters,
      InstantSource clock) {
    this.consumer = consumer;
    this.topics = Map.copyOf(topics);
    this.lanes =
        new Lanes(consumer, topics, roll, limits, new FeedMetrics(meters, topics.keySet()), clock);
    this.health = new FeedHealth(clock);
  }

  /** Runs until {@link #stop}; files that are open then are made whole. */
  @Override
  public void run() {
    try {
      consumer.subscribe(topics.keySet(), new Assignment());
      while (!stopped) {
        pass();
      }
    } catch (RuntimeException e) {
      LOGGER.atError().setCause(e).log("the archive stopped");
    } finally {
      health.ended();
      lanes.endAll();
      consumer.close();
    }
  }

  public void stop() {
    stopped = true;
  }

  public FeedHealth health() {
    return health;
  }

  private void pass() {
    try {
      lanes.write(consumer.poll(POLL_MAX));
    } catch (OffsetOutOfRangeException e) {
      // The log deleted what was to be read next: begin() notes what is missing and goes on.
      for (TopicPartition partition : e.partitions()) {
        lanes.end(partition);
        lanes.begin(partition);
      }
    } catch (KafkaException e) {
      // Refused or misunderstood by the brokers: an operator may mend it while this goes on trying.
      waitAfter(e);
      return;
    }
    lanes.tick();
    lastFailure = "";
    health.passed(lanes.held());
  }

  private void waitAfter(KafkaException e) {
    String failure = "cannot read the log: " + e.getClass().getSimpleName();
    if (!failure.equals(lastFailure)) {
      LOGGER.atError().setCause(e).log("the log cannot be read");
    }
    lastFailure = failure;
    health.passed(List.of(failure));
    LockSupport.parkNanos(POLL_MAX.toNanos());
  }

  private final class Assignment implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      partitions.forEach(lanes::begin);
      health.joined();
    }

    /** Also when they are lost: as long as the lock is held, nobody else has written. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      partitions.forEach(lanes::end);
    }
  }
}
