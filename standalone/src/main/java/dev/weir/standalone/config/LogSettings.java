package dev.weir.standalone.config;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which log: one of one's own inside the process, or an existing one.
 *
 * @param bootstrapServers of an existing Kafka; without it a broker runs inside
 * @param registry of an existing registry; given exactly when {@code bootstrapServers} is
 * @param clientProperties what every Kafka client gets besides, for example the security settings
 * @param kafkaPort of the embedded broker
 * @param registryPort of the embedded registry
 */
public record LogSettings(
    Optional<String> bootstrapServers,
    Optional<URI> registry,
    String topicPrefix,
    Map<String, String> clientProperties,
    int kafkaPort,
    int registryPort) {

  /** Away from 9092 and 8081, where a Kafka of the developer's own may run. */
  public static final int KAFKA_PORT = 19_092;

  public static final int REGISTRY_PORT = 18_081;

  private static final List<String> CREDENTIALS =
      List.of("security.", "sasl.", "ssl.", "schema.registry.", "basic.auth.", "bearer.auth.");

  public LogSettings {
    if (bootstrapServers.isPresent() != registry.isPresent()) {
      throw new IllegalArgumentException(
          "kafka.bootstrap-servers and registry.url: an existing log needs both");
    }
    if (bootstrapServers.isEmpty()) {
      requireNoCredentials(clientProperties);
    }
  }

  /** Whoever sets them means another log than the one inside, which knows no users. */
  private static void requireNoCredentials(Map<String, String> clientProperties) {
    clientProperties.keySet().stream()
        .filter(name -> CREDENTIALS.stream().anyMatch(name::startsWith))
        .sorted()
        .findFirst()
        .ifPresent(name -> {
          throw new IllegalArgumentException(
              "kafka.properties."
                  + name
                  + ": the log inside takes no credentials; name an existing one with"
                  + " kafka.bootstrap-servers and registry.url");
        });
  }

  static LogSettings from(Settings settings) {
    return new LogSettings(
        settings.optional("kafka.bootstrap-servers"),
        settings.uri("registry.url"),
        settings.text("kafka.topic-prefix", "weir."),
        settings.below("kafka.properties"),
        settings.port("kafka.embedded-port", KAFKA_PORT),
        settings.port("registry.embedded-port", REGISTRY_PORT));
  }

  public boolean isEmbedded() {
    return bootstrapServers.isEmpty();
  }
}
