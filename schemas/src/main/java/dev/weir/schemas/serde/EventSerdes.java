package dev.weir.schemas.serde;

import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.log.RegistryAccess;
import dev.weir.schemas.topic.Topic;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Makes serializers and deserializers of the catalogue's records. All of one instance share a
 * registry client; closing the instance closes the client, so it must outlive what it made.
 */
public final class EventSerdes implements AutoCloseable {

  private final LogConnection connection;
  private final SchemaRegistryClient registry;

  public EventSerdes(LogConnection connection) {
    this(connection, RegistryAccess.open(connection));
  }

  /** With a client of the caller's, which this instance then owns. */
  public EventSerdes(LogConnection connection, SchemaRegistryClient registry) {
    TrustedEvents.trust();
    this.connection = connection;
    this.registry = registry;
  }

  /**
   * A serializer for the topic's records, usable by any number of threads.
   *
   * @throws SerializationException where the registry does not answer or does not know the schema,
   *     which {@link dev.weir.schemas.log.TopicKeeper} registers
   */
  public <T extends SpecificRecordBase> Serializer<T> serializer(Topic topic) {
    Class<T> type = typeOf(topic);
    String subject = connection.subject(topic);
    try {
      var registered = new AvroSchema(topic.valueSchema().orElseThrow());
      return new EventSerializer<>(
          SpecificData.get().getSchema(type), registry.getId(subject, registered));
    } catch (IOException | RestClientException e) {
      throw new SerializationException("cannot look up the schema of " + subject, e);
    }
  }

  /** A deserializer for the topic's records; each consumer needs its own. */
  public <T extends SpecificRecordBase> Deserializer<T> deserializer(Topic topic) {
    Class<T> type = typeOf(topic);
    Map<String, Object> properties = connection.registryProperties();
    properties.put("specific.avro.reader", true);
    properties.put("specific.avro.value.type", type.getName());
    var genuine = new KafkaAvroDeserializer(registry);
    genuine.configure(properties, false);
    return new EventDeserializer<>(registry, genuine, type);
  }

  @Override
  public void close() {
    try {
      registry.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // The catalogue names the class; the caller's T is checked against it record by record.
  @SuppressWarnings("unchecked")
  private static <T extends SpecificRecordBase> Class<T> typeOf(Topic topic) {
    return (Class<T>)
        topic
            .valueType()
            .orElseThrow(() -> new IllegalArgumentException(topic + " has no schema of its own"));
  }
}
