package dev.weir.sinks.feed;

import dev.weir.sinks.archive.TopicArchive;
import dev.weir.sinks.parquet.ArchiveRow;
import java.time.Instant;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** A topic that is archived: where its files lie, and how its values are read. */
public record ArchivedTopic(
    TopicArchive archive, Deserializer<? extends IndexedRecord> deserializer) {

  ArchiveRow row(ConsumerRecord<String, byte[]> record) {
    IndexedRecord value = deserializer.deserialize(record.topic(), record.value());
    if (value == null) {
      throw new SerializationException("a record without a value");
    }
    return new ArchiveRow(
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        record.key(),
        value);
  }
}
