package dev.weir.schemas.serde;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one kind of record with Confluent's own deserializer; any version that was ever registered
 * becomes the record of today. For one thread at a time.
 */
final class EventDeserializer<T extends SpecificRecordBase> implements Deserializer<T> {

  private final KafkaAvroDeserializer genuine;
  private final Class<T> type;

  EventDeserializer(KafkaAvroDeserializer genuine, Class<T> type) {
    this.genuine = genuine;
    this.type = type;
  }

  /**
   * @throws SerializationException where the bytes are not such a record; the text holds none of
   *     them
   */
  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
    Object event = genuine.deserialize(topic, bytes);
    if (event == null || type.isInstance(event)) {
      return type.cast(event);
    }
    throw new SerializationException(
        topic + " holds " + event.getClass().getSimpleName() + ", not " + type.getSimpleName());
  }
}
