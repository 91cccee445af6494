package dev.weir.schemas.log;

import dev.weir.schemas.topic.Partitioning;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Prepares the log: creates the topics that are missing, verifies those that are there, waits until
 * every partition answers, and registers the schemas of the values.
 *
 * <p>Several processes may do this at the same time; the first one creates, all verify.
 */
public final class TopicKeeper {

  /** Partitions of the topics that are joined by key, where none of them exists yet. */
  public static final int DEFAULT_SHARED_PARTITIONS = 12;

  private static final Duration CALL_LIMIT = Duration.ofSeconds(20);

  private final LogConnection connection;
  private final TopicAdmin admin;

  private TopicKeeper(LogConnection connection, TopicAdmin admin) {
    this.connection = connection;
    this.admin = admin;
  }

  /**
   * Makes the log ready for use; new topics get {@value #DEFAULT_SHARED_PARTITIONS} partitions.
   *
   * @throws UnusableLogException where Kafka or the registry is out of reach, or a topic has
   *     settings that Weir must not run on
   */
  public static void ensure(LogConnection connection) {
    ensure(connection, DEFAULT_SHARED_PARTITIONS);
  }

  /**
   * Makes the log ready for use.
   *
   * @param sharedPartitions for a log that has none of the topics yet; later calls keep the number
   *     that they find
   */
  public static void ensure(LogConnection connection, int sharedPartitions) {
    if (sharedPartitions < 1) {
      throw new IllegalArgumentException("partitions: expected 1 or more: " + sharedPartitions);
    }
    try (Admin admin = Admin.create(limited(connection))) {
      new TopicKeeper(connection, new TopicAdmin(admin, connection, CALL_LIMIT))
          .ensureTopics(sharedPartitions);
    }
    new SchemaRegistration(connection).registerAll();
  }

  /**
   * What is wrong with the topics, missing ones included; changes nothing.
   *
   * @throws UnusableLogException where Kafka is out of reach
   */
  public static List<String> problems(LogConnection connection) {
    try (Admin admin = Admin.create(limited(connection))) {
      List<FoundTopic> found =
          new TopicAdmin(admin, connection, CALL_LIMIT).describe(Arrays.asList(Topic.values()));
      int shared = sharedPartitions(found).orElse(DEFAULT_SHARED_PARTITIONS);
      List<String> problems = new ArrayList<>();
      missing(found).forEach(topic -> problems.add(connection.topic(topic) + ": missing"));
      found.forEach(topic -> problems.addAll(topic.problems(shared)));
      return List.copyOf(problems);
    }
  }

  private static Map<String, Object> limited(LogConnection connection) {
    Map<String, Object> properties = connection.clientProperties();
    properties.put("request.timeout.ms", (int) CALL_LIMIT.toMillis());
    properties.put("default.api.timeout.ms", (int) CALL_LIMIT.toMillis());
    return properties;
  }

  private void ensureTopics(int wishedPartitions) {
    List<FoundTopic> found = admin.describe(Arrays.asList(Topic.values()));
    int shared = sharedPartitions(found).orElse(wishedPartitions);
    List<Topic> missing = missing(found);
    if (!missing.isEmpty()) {
      admin.create(missing.stream().map(topic -> newTopic(topic, shared)).toList());
      admin.awaitOffsets(missing);
      List<FoundTopic> created = admin.describe(missing);
      found = new ArrayList<>(found);
      found.addAll(created);
    }
    verify(found, shared);
    admin.awaitOffsets(Arrays.asList(Topic.values()));
  }

  private void verify(List<FoundTopic> found, int sharedPartitions) {
    List<String> problems =
        found.stream().flatMap(topic -> topic.problems(sharedPartitions).stream()).toList();
    if (!problems.isEmpty()) {
      throw new UnusableLogException(
          problems.stream()
              .collect(
                  Collectors.joining(
                      "\n- ",
                      "The topics at %s have %d wrong setting(s):\n- "
                          .formatted(connection.bootstrapServers(), problems.size()),
                      "")));
    }
  }

  private NewTopic newTopic(Topic topic, int sharedPartitions) {
    int partitions = topic.partitioning() == Partitioning.SINGLE ? 1 : sharedPartitions;
    return new NewTopic(connection.topic(topic), Optional.of(partitions), Optional.empty())
        .configs(topic.settings());
  }

  private static List<Topic> missing(List<FoundTopic> found) {
    List<Topic> missing = new ArrayList<>(Arrays.asList(Topic.values()));
    found.forEach(topic -> missing.remove(topic.topic()));
    return missing;
  }

  /** The number that most of the existing topics have, so that the odd one out is the one named. */
  static OptionalInt sharedPartitions(List<FoundTopic> found) {
    return found.stream()
        .filter(topic -> topic.topic().partitioning() == Partitioning.SHARED)
        .collect(Collectors.groupingBy(FoundTopic::partitions, Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.<Integer, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(entry -> OptionalInt.of(entry.getKey()))
        .orElse(OptionalInt.empty());
  }
}
