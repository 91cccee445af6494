package dev.weir.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.topic.RandomEvents;
import dev.weir.schemas.topic.Topic;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class EventSerdesTest {

  private static final int SEEDS = 200;

  private final LogConnection connection =
      LogConnection.of("localhost:9092", URI.create("http://localhost:8081"));
  private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
  private final EventSerdes serdes = new EventSerdes(connection, registry);

  @BeforeEach
  void registerAll() throws Exception {
    for (Topic topic : Topic.values()) {
      if (topic.valueSchema().isPresent()) {
        registry.register(connection.subject(topic), new AvroSchema(topic.valueSchema().get()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "DEAD_LETTERS")
  void readsBackWhatItWrote(Topic topic) {
    var serializer = serdes.serializer(topic);
    Deserializer<SpecificRecordBase> deserializer = serdes.deserializer(topic);
    for (long seed = 0; seed < SEEDS; seed++) {
      SpecificRecordBase event = new RandomEvents(seed).next(topic.valueType().orElseThrow());

      byte[] bytes = serializer.serialize(connection.topic(topic), event);

      SpecificRecordBase read = deserializer.deserialize(connection.topic(topic), bytes);
      assertThat(withPlainLists(read)).as("seed %d", seed).isEqualTo(event);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "DEAD_LETTERS")
  void writesTheBytesOfTheGenuineSerializer(Topic topic) {
    var serializer = serdes.serializer(topic);
    try (var genuine = genuineSerializer()) {
      for (long seed = 0; seed < SEEDS; seed++) {
        SpecificRecordBase event = new RandomEvents(seed).next(topic.valueType().orElseThrow());

        byte[] bytes = serializer.serialize(connection.topic(topic), event);

        assertThat(bytes)
            .as("seed %d", seed)
            .isEqualTo(genuine.serialize(connection.topic(topic), event));
      }
    }
  }

  @Test
  void writesNothingForATombstone() {
    assertThat(serdes.serializer(Topic.DATA_KEYS).serialize("weir.data-keys", null)).isNull();
    assertThat(serdes.deserializer(Topic.DATA_KEYS).deserialize("weir.data-keys", null)).isNull();
  }

  @Test
  void refusesAnEventOfAnotherTopic() {
    Serializer<SpecificRecordBase> serializer = serdes.serializer(Topic.PROMPTS);
    SpecificRecordBase alert = new RandomEvents(1).next(Topic.ALERTS.valueType().orElseThrow());

    assertThatThrownBy(() -> serializer.serialize("weir.prompts", alert))
        .isInstanceOf(SerializationException.class)
        .hasMessage("weir.prompts takes Prompt, not Alert");
  }

  @Test
  void writesWholeEventsAfterOneThatItCouldNotWrite() {
    Serializer<SpecificRecordBase> serializer = serdes.serializer(Topic.PROMPTS);
    var events = new RandomEvents(7);
    SpecificRecordBase good = events.next(Topic.PROMPTS.valueType().orElseThrow());
    SpecificRecordBase half = events.next(Topic.PROMPTS.valueType().orElseThrow());
    half.put("content", null);
    byte[] before = serializer.serialize("weir.prompts", good);

    assertThatThrownBy(() -> serializer.serialize("weir.prompts", half))
        .isInstanceOf(SerializationException.class);

    assertThat(serializer.serialize("weir.prompts", good)).isEqualTo(before);
  }

  @Test
  void refusesToStartOnASchemaThatNobodyRegistered() {
    var empty = new EventSerdes(connection, new MockSchemaRegistryClient());

    assertThatThrownBy(() -> empty.serializer(Topic.PROMPTS))
        .isInstanceOf(SerializationException.class)
        .hasMessage("cannot look up the schema of weir.prompts-value");
  }

  /** The lists that Avro reads into cannot compare decimals in a union; Java's can. */
  private static SpecificRecordBase withPlainLists(SpecificRecordBase event) {
    for (Schema.Field field : event.getSchema().getFields()) {
      if (event.get(field.pos()) instanceof List<?> list) {
        event.put(field.pos(), new ArrayList<>(list));
      }
    }
    return event;
  }

  private KafkaAvroSerializer genuineSerializer() {
    var genuine = new KafkaAvroSerializer(registry);
    genuine.configure(
        Map.of(
            "schema.registry.url", "http://localhost:8081",
            "auto.register.schemas", false,
            "avro.remove.java.properties", true),
        false);
    return genuine;
  }
}
