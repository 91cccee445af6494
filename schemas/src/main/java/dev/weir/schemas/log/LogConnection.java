package dev.weir.schemas.log;

import dev.weir.schemas.topic.Topic;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How to reach the log and its schema registry.
 *
 * @param bootstrapServers Kafka's {@code bootstrap.servers}
 * @param registryUrl the base address of a registry that speaks Confluent's protocol
 * @param topicPrefix what every topic's name begins with
 * @param extraProperties what else Kafka's clients need, credentials for example; those for the
 *     registry have Confluent's names ({@code schema.registry...}, {@code basic.auth...}, {@code
 *     bearer.auth...})
 */
public record LogConnection(
    String bootstrapServers,
    URI registryUrl,
    String topicPrefix,
    Map<String, String> extraProperties) {

  public static final String DEFAULT_PREFIX = "weir.";

  private static final int READER_FETCH_WAIT_MILLIS = 5;

  /**
   * Kafka allows 249 characters; the longest name of the catalogue has to fit behind the prefix.
   */
  private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._-]{0,200}");

  private static final List<String> FOR_REGISTRY =
      List.of("schema.registry.", "basic.auth.", "bearer.auth.");

  public LogConnection {
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException("bootstrap servers: required");
    }
    if (!"http".equals(registryUrl.getScheme()) && !"https".equals(registryUrl.getScheme())) {
      throw new IllegalArgumentException("registry: expected an http(s) address: " + registryUrl);
    }
    if (!PREFIX.matcher(topicPrefix).matches()) {
      throw new IllegalArgumentException(
          "topic prefix: expected up to 200 of [a-zA-Z0-9._-]: " + topicPrefix);
    }
    extraProperties = Map.copyOf(extraProperties);
  }

  /** A connection without credentials and with the default prefix. */
  public static LogConnection of(String bootstrapServers, URI registryUrl) {
    return new LogConnection(bootstrapServers, registryUrl, DEFAULT_PREFIX, Map.of());
  }

  /** The topic's name in this log. */
  public String topic(Topic topic) {
    return topic.in(topicPrefix);
  }

  /** The registry's subject for the topic's values. */
  public String subject(Topic topic) {
    return topic(topic) + "-value";
  }

  /** What every Kafka client here begins with; a new map that the caller may add to. */
  public Map<String, Object> clientProperties() {
    Map<String, Object> properties = new HashMap<>();
    extraProperties.forEach((key, value) -> {
      if (!isForRegistry(key)) {
        properties.put(key, value);
      }
    });
    properties.put("bootstrap.servers", bootstrapServers);
    return properties;
  }

  /**
   * What a consumer begins with that reads topics to the end that they have and is closed then; a
   * new map that the caller may add to. A broker answers a connection in order: while it holds a
   * fetch back for records that an idle topic does not get, the next question and the end of the
   * consumer wait behind it.
   */
  public Map<String, Object> readerProperties() {
    Map<String, Object> properties = clientProperties();
    properties.put("enable.auto.commit", false);
    properties.put("fetch.max.wait.ms", READER_FETCH_WAIT_MILLIS);
    return properties;
  }

  /** What the registry's client and Confluent's serializers are configured with; a new map. */
  public Map<String, Object> registryProperties() {
    Map<String, Object> properties = new HashMap<>();
    extraProperties.forEach((key, value) -> {
      if (isForRegistry(key)) {
        properties.put(key, value);
      }
    });
    properties.put("schema.registry.url", registryUrl.toString());
    return properties;
  }

  private static boolean isForRegistry(String key) {
    return FOR_REGISTRY.stream().anyMatch(key::startsWith);
  }

  /** Names the extra properties and hides their values. */
  @Override
  public String toString() {
    return "LogConnection[%s, %s, %s, %s]"
        .formatted(
            bootstrapServers, registryUrl, topicPrefix, new TreeSet<>(extraProperties.keySet()));
  }
}
