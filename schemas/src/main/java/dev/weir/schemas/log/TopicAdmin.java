package dev.weir.schemas.log;

import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The keeper's questions to Kafka, each with a limit on its time. */
final class TopicAdmin {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Admin admin;
  private final LogConnection connection;
  private final Duration limit;

  TopicAdmin(Admin admin, LogConnection connection, Duration limit) {
    this.admin = admin;
    this.connection = connection;
    this.limit = limit;
  }

  /** Those of the topics that exist. */
  List<FoundTopic> describe(Collection<Topic> topics) {
    Map<Topic, Integer> partitions = new HashMap<>();
    var descriptions =
        admin.describeTopics(topics.stream().map(connection::topic).toList()).topicNameValues();
    for (Topic topic : topics) {
      try {
        TopicDescription description = get(expected(descriptions, connection.topic(topic)));
        partitions.put(topic, description.partitions().size());
      } catch (UnknownTopicOrPartitionException e) {
        // Not there: the answer is the list without it.
      }
    }
    Map<ConfigResource, Config> settings =
        get(admin.describeConfigs(partitions.keySet().stream().map(this::resource).toList()).all());
    List<FoundTopic> found = new ArrayList<>();
    partitions.forEach((topic, count) ->
        found.add(
            new FoundTopic(
                topic,
                connection.topic(topic),
                count,
                values(expected(settings, resource(topic))))));
    return found;
  }

  /** Creates topics; one that another process has created meanwhile is as good. */
  void create(Collection<NewTopic> topics) {
    for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
      try {
        get(created);
      } catch (TopicExistsException e) {
        // Verified like every other topic that was there.
      }
    }
  }

  /**
   * Waits until the leader of every partition answers. Records sent to a new partition before that
   * can be lost without an error (KAFKA-15591); the topic's description alone does not tell.
   */
  void awaitOffsets(Collection<Topic> topics) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        get(admin.describeTopics(topics.stream().map(connection::topic).toList()).allTopicNames())
            .forEach((name, description) ->
                description
                    .partitions()
                    .forEach(partition ->
                        latest.put(
                            new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        get(admin.listOffsets(latest).all());
        return;
      } catch (RetriableException e) {
        if (System.nanoTime() > deadline) {
          throw new UnusableLogException(
              "The topics at %s did not get ready within %s."
                  .formatted(connection.bootstrapServers(), limit),
              e);
        }
        pause();
      }
    }
  }

  private ConfigResource resource(Topic topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, connection.topic(topic));
  }

  private static Map<String, String> values(Config config) {
    Map<String, String> values = new HashMap<>();
    for (ConfigEntry entry : config.entries()) {
      if (entry.value() != null) {
        values.put(entry.name(), entry.value());
      }
    }
    return values;
  }

  private static <K, V> V expected(Map<K, V> answers, K key) {
    V answer = answers.get(key);
    if (answer == null) {
      throw new IllegalStateException("Kafka's answer leaves out " + key);
    }
    return answer;
  }

  private <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException timeout) {
        throw outOfReach(timeout);
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw outOfReach(e);
    } catch (TimeoutException e) {
      throw outOfReach(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnusableLogException("Interrupted while waiting for Kafka.", e);
    }
  }

  private UnusableLogException outOfReach(Exception cause) {
    return new UnusableLogException(
        "Kafka at %s did not answer within %s: %s"
            .formatted(connection.bootstrapServers(), limit, cause.getMessage()),
        cause);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnusableLogException("Interrupted while waiting for Kafka.", e);
    }
  }
}
