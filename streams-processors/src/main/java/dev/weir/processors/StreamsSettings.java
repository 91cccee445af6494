package dev.weir.processors;

import dev.weir.processors.event.Counters;
import dev.weir.processors.failure.DeadLetters;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.topic.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.streams.StreamsConfig;

/** How Kafka Streams is run, and why. */
final class StreamsSettings {

  private static final int NAMES_POLL_RECORDS = 50;
  private static final int NAMES_COMMIT_MILLIS = 2_000;

  private static final Duration SELDOM = Duration.ofMillis(500);
  private static final int SELDOM_LINGER_MILLIS = 100;

  /** What the stores of an application may hold back until a commit, all threads together. */
  private static final int CACHE_BYTES = 16 << 20;

  private StreamsSettings() {}

  static Properties of(
      ProcessorsConfig config, Application.Task task, Counters counters, StoreMemory memory) {
    var settings = new Properties();
    settings.putAll(config.connection().clientProperties());
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId(task));
    settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDirectory().toString());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.pace().commit().toMillis());
    // The quota loop: what is sent on does not wait for company in the producer.
    settings.put(StreamsConfig.producerPrefix("linger.ms"), 0);
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    // A dead letter is as large as the prompt that it was.
    int largest = Topic.DEAD_LETTERS.maxMessageBytes();
    settings.put(StreamsConfig.producerPrefix("max.request.size"), largest);
    settings.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
    restartsFast(settings, config.stateDirectory());
    switch (task) {
      case QUOTA -> {}
      case RECORDS, ORPHANS -> writesSeldom(settings);
      case NAMES -> readsSlowly(settings);
    }
    LogConnection log = config.connection();
    settings.putAll(
        DeadLetters.settings(
            log.topic(Topic.DEAD_LETTERS), counters, task.keptElsewhere(log, counters)));
    settings.putAll(memory.settings());
    return settings;
  }

  /**
   * A poll brings no more than can be read before the group misses its member, and one thread
   * reads, since only one window of the model is open at a time. Nobody waits for what it commits.
   */
  private static void readsSlowly(Properties settings) {
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    settings.put(StreamsConfig.mainConsumerPrefix("max.poll.records"), NAMES_POLL_RECORDS);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, NAMES_COMMIT_MILLIS);
  }

  /**
   * Nobody who calls waits for these, so company is worth waiting for: a state that changes with
   * each record of an exchange is written once, and the log has more time for quota's commits.
   */
  private static void writesSeldom(Properties settings) {
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, SELDOM.toMillis());
    settings.put(StreamsConfig.producerPrefix("linger.ms"), SELDOM_LINGER_MILLIS);
  }

  /**
   * A process that was killed and comes back takes its old place in the group at once (static
   * membership), instead of waiting for its former self to time out; another takes over after ten
   * seconds.
   */
  private static void restartsFast(Properties settings, Path stateDirectory) {
    settings.putAll(
        Map.of(
            StreamsConfig.mainConsumerPrefix("group.instance.id"),
            instanceId(stateDirectory),
            StreamsConfig.mainConsumerPrefix("session.timeout.ms"),
            10_000,
            StreamsConfig.mainConsumerPrefix("heartbeat.interval.ms"),
            2_000));
  }

  /** The same at each start with this directory. */
  static String instanceId(Path stateDirectory) {
    Path file = stateDirectory.resolve("instance-id");
    try {
      Files.createDirectories(stateDirectory);
      if (Files.notExists(file)) {
        Files.writeString(file, UUID.randomUUID().toString());
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep state in " + stateDirectory, e);
    }
  }
}
