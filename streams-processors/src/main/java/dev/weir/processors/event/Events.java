package dev.weir.processors.event;

import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/** The way from topics to streams and back, with the serdes of the catalogue. */
public final class Events {

  private final LogConnection connection;
  private final EventSerdes serdes;

  public Events(LogConnection connection, EventSerdes serdes) {
    this.connection = connection;
    this.serdes = serdes;
  }

  /** The topic's name in the log. */
  public String topic(Topic topic) {
    return connection.topic(topic);
  }

  /** The serde of a topic's values. */
  public <T extends SpecificRecordBase> Serde<T> serde(Topic topic) {
    return Serdes.serdeFrom(serdes.serializer(topic), serdes.deserializer(topic));
  }

  /** The topic's events. */
  public <T extends SpecificRecordBase> KStream<String, T> stream(
      StreamsBuilder builder, Topic topic) {
    return builder.stream(
        connection.topic(topic),
        Consumed.<String, T>with(Serdes.String(), serde(topic)).withName(sourceName(topic)));
  }

  /** The topic's events with the bytes of their records. */
  public <T extends SpecificRecordBase> KStream<String, Recorded<T>> streamRecorded(
      StreamsBuilder builder, Topic topic) {
    Deserializer<T> deserializer = serdes.deserializer(topic);
    Serde<Recorded<T>> serde =
        Serdes.serdeFrom(
            (name, recorded) -> recorded == null ? null : recorded.bytes(),
            (name, bytes) ->
                bytes == null
                    ? null
                    : new Recorded<>(deserializer.deserialize(name, bytes), bytes));
    return builder.stream(
        connection.topic(topic),
        Consumed.<String, Recorded<T>>with(Serdes.String(), serde).withName(sourceName(topic)));
  }

  /** Writes the stream to the topic; {@code writer} tells apart several that write to one topic. */
  public <T extends SpecificRecordBase> void write(
      KStream<String, T> stream, Topic topic, String writer) {
    stream.to(
        connection.topic(topic),
        Produced.<String, T>with(Serdes.String(), serde(topic))
            .withName(writer + "-to-" + topic.in("")));
  }

  /** The topic of an application that Kafka Streams makes for a repartitioning of this name. */
  public static String repartitioned(String application, String name) {
    return application + '-' + name + "-repartition";
  }

  /** The name of a step in the topology; names are part of the upgrade contract. */
  public static Named named(String name) {
    return Named.as(name);
  }

  private static String sourceName(Topic topic) {
    return "from-" + topic.in("");
  }
}
