package dev.weir.processors;

import dev.weir.processors.event.Counters;
import dev.weir.processors.health.StreamsLag;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Kafka Streams application of the processors, whose threads are replaced when they fail. */
final class Application implements AutoCloseable {

  /** What an application is for. */
  enum Task {
    /** Quota and credit, which callers wait for. */
    QUOTA("-quota", 0),
    /** Exchanges that fell silent, which a dead proxy's credit waits for. */
    ORPHANS("-orphans", 0),
    /** Bills, alerts, audit: all that follows from what was recorded and nobody waits for. */
    RECORDS("-processors", 5),
    /** Names in prompts, which take tens of milliseconds for a kilobyte to find. */
    NAMES("-names", 10);

    private final String suffix;
    private final int niceness;

    Task(String suffix, int niceness) {
      this.suffix = suffix;
      this.niceness = niceness;
    }

    /** How readily its threads leave the processor to those that somebody waits for. */
    int niceness() {
      return niceness;
    }

    /** What the application's name ends with. Stores and internal topics are named by it. */
    String suffix() {
      return suffix;
    }

    /**
     * Several read prompts, frames and usage, and one dead letter is enough: topics by their names
     * whose records another one keeps, and what counts here what it cannot process of them.
     */
    Map<String, Runnable> keptElsewhere(LogConnection log, Counters counters) {
      return switch (this) {
        case QUOTA -> Map.of(log.topic(Topic.TOKEN_COUNTS), counters::usageUncounted);
        case ORPHANS ->
            Map.of(
                log.topic(Topic.PROMPTS), counters::exchangeUnwatched,
                log.topic(Topic.RESPONSE_CHUNKS), counters::exchangeUnwatched,
                log.topic(Topic.TOKEN_COUNTS), counters::exchangeUnwatched);
        case RECORDS -> Map.of();
        case NAMES -> Map.of(log.topic(Topic.PROMPTS), counters::namesFailed);
      };
    }
  }

  private static final Logger LOGGER = LoggerFactory.getLogger(Application.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);

  private final CountDownLatch running = new CountDownLatch(1);
  private final String id;
  private final int niceness;
  private final TaskStates states;
  private final KafkaStreams streams;
  private boolean started;

  Application(Task task, Topology topology, Properties settings, Counters counters) {
    niceness = task.niceness();
    id = settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG);
    states = new TaskStates(settings);
    streams = new KafkaStreams(topology, settings);
    streams.setUncaughtExceptionHandler(failure -> {
      LOGGER.atError().setCause(failure).log("a stream thread failed and is replaced");
      counters.threadReplaced();
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    });
    streams.setStateListener((after, _) -> {
      if (after == KafkaStreams.State.RUNNING) {
        running.countDown();
      }
    });
  }

  /**
   * Returns before the first record is processed. To be called in a thread of its own, which gets
   * the application's niceness and hands it on to the application's threads.
   */
  void start() {
    // From its construction on it holds the folder against other processes.
    try {
      states.open();
      started = true;
      Niceness.raiseTo(niceness);
      streams.start();
    } catch (RuntimeException e) {
      throw new IllegalStateException(id + " cannot start: " + e.getMessage(), e);
    }
  }

  /** Whether every task was assigned and restored before {@code deadlineNanos}. */
  boolean awaitRunning(long deadlineNanos) throws InterruptedException {
    return running.await(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  KafkaStreams.State state() {
    return streams.state();
  }

  boolean isRunning() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  int threads() {
    return streams.metadataForLocalThreads().size();
  }

  /** How many records wait to be processed, as far as the consumers know. */
  long lag() {
    return StreamsLag.of(
        streams.metrics().values(),
        streams.metadataForLocalThreads().stream()
            .flatMap(thread -> thread.activeTasks().stream())
            .toList());
  }

  @Override
  public void close() {
    if (streams.close(CLOSE_LIMIT) && started) {
      states.closed();
    }
  }
}
