package dev.weir.schemas.serde;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one kind of record with Confluent's own deserializer; any version that was ever registered
 * becomes the record of today. For one thread at a time.
 *
 * <p>This is the one place that tells a record that can never be read from a registry that is away.
 * Confluent's deserializer cannot: bytes that end too soon and a connection that is refused are
 * both an {@link IOException} there. So the schema is asked for first; what fails after that is the
 * record's own fault.
 */
final class EventDeserializer<T extends SpecificRecordBase> implements Deserializer<T> {

  /** The registry's codes for what it does not know are this and two digits more. */
  private static final int NOT_FOUND = 404;

  private final SchemaRegistryClient registry;
  private final KafkaAvroDeserializer genuine;
  private final Class<T> type;

  EventDeserializer(SchemaRegistryClient registry, KafkaAvroDeserializer genuine, Class<T> type) {
    this.registry = registry;
    this.genuine = genuine;
    this.type = type;
  }

  /**
   * @throws SerializationException where the bytes are not such a record and never will be; the
   *     text holds none of them
   * @throws RegistryUnavailableException where the registry does not say what they are
   */
  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    requireSchema(topic, schemaId(topic, bytes));
    Object event = genuine.deserialize(topic, bytes);
    if (event == null || type.isInstance(event)) {
      return type.cast(event);
    }
    throw new SerializationException(
        topic + " holds " + event.getClass().getSimpleName() + ", not " + type.getSimpleName());
  }

  private static int schemaId(String topic, byte[] bytes) {
    if (bytes.length < EventSerializer.PREFIX_BYTES || bytes[0] != EventSerializer.MAGIC) {
      throw new SerializationException(topic + " holds bytes that do not begin with a schema's id");
    }
    return ByteBuffer.wrap(bytes).getInt(1);
  }

  private void requireSchema(String topic, int id) {
    try {
      // The subject that the genuine deserializer asks under, so that the client asks once.
      var _ = registry.getSchemaBySubjectAndId(topic + "-value", id);
    } catch (RestClientException e) {
      // A bare 404 may come from whatever stands in front of a registry that is starting.
      if (e.getErrorCode() / 100 == NOT_FOUND) {
        throw new SerializationException(
            topic + " holds an event of schema " + id + ", which the registry does not know", e);
      }
      throw unavailable(topic, id, e);
    } catch (IOException e) {
      throw isOfNoUse(e) ? noAvro(topic, id, e) : unavailable(topic, id, e);
    } catch (RuntimeException e) {
      throw noAvro(topic, id, e);
    }
  }

  /** A schema that came and cannot be parsed; the client tells it by the text alone. */
  private static boolean isOfNoUse(IOException failure) {
    String text = failure.getMessage();
    return text != null && text.startsWith("Invalid schema ");
  }

  private static SerializationException noAvro(String topic, int id, Exception cause) {
    return new SerializationException(
        topic + " holds an event of schema " + id + ", which is no Avro schema", cause);
  }

  private static RegistryUnavailableException unavailable(String topic, int id, Exception cause) {
    return new RegistryUnavailableException(
        "the registry does not say what schema " + id + " of " + topic + " is", cause);
  }
}
