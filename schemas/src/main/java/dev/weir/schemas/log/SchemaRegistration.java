package dev.weir.schemas.log;

import dev.weir.schemas.topic.Topic;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Registers the schema of every topic's values, each under a subject that only grows compatibly.
 */
final class SchemaRegistration {

  private static final String COMPATIBILITY = CompatibilityLevel.FULL_TRANSITIVE.name;
  private static final int NOT_FOUND = 404;

  private final LogConnection connection;

  SchemaRegistration(LogConnection connection) {
    this.connection = connection;
  }

  /**
   * @throws UnusableLogException where the registry does not answer, or refuses some of the
   *     schemas; the message has the registry's own words for each
   */
  void registerAll() {
    try (SchemaRegistryClient registry = RegistryAccess.open(connection)) {
      registerAll(registry);
    } catch (IOException e) {
      throw new UnusableLogException(
          "The schema registry at %s did not answer: %s"
              .formatted(connection.registryUrl(), e.getMessage()),
          e);
    }
  }

  void registerAll(SchemaRegistryClient registry) throws IOException {
    List<String> refusals = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      if (topic.valueSchema().isPresent()) {
        String subject = connection.subject(topic);
        try {
          register(registry, subject, topic.valueSchema().get());
        } catch (RestClientException e) {
          refusals.add(subject + ": " + e.getMessage());
        }
      }
    }
    if (!refusals.isEmpty()) {
      throw new UnusableLogException(
          "The schema registry at %s refused %d schema(s):\n- %s"
              .formatted(connection.registryUrl(), refusals.size(), String.join("\n- ", refusals)));
    }
  }

  private static void register(SchemaRegistryClient registry, String subject, Schema schema)
      throws IOException, RestClientException {
    if (!COMPATIBILITY.equals(compatibility(registry, subject))) {
      registry.updateCompatibility(subject, COMPATIBILITY);
    }
    registry.register(subject, new AvroSchema(schema));
  }

  /** The subject's own level, or an empty text where it has none. */
  private static String compatibility(SchemaRegistryClient registry, String subject)
      throws IOException, RestClientException {
    try {
      return registry.getCompatibility(subject);
    } catch (RestClientException e) {
      if (e.getStatus() == NOT_FOUND) {
        return "";
      }
      throw e;
    }
  }
}
