package dev.weir.standalone.control;

import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.log.TopicKeeper;
import dev.weir.schemas.topic.Topic;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** The compacted topics as the control plane sees them, and what it tells others. */
public interface ControlLog extends AutoCloseable {

  /** Prepares the topics where they are missing. The log is for one thread. */
  static ControlLog connect(LogConnection connection, InstantSource clock) {
    TopicKeeper.ensure(connection);
    return new KafkaControlLog(connection, clock);
  }

  /** The newest value of each key, in the order in which they were written. */
  <T extends SpecificRecordBase> Map<String, T> read(Topic topic, Class<T> type);

  /**
   * The newest committed value of each key of a compacted topic that is no event's; nothing where
   * there is no such topic.
   */
  Map<String, byte[]> committed(String topic);

  /**
   * Returns when the record is acknowledged by all replicas in sync; null erases the key's value.
   */
  void write(Topic topic, String key, @Nullable SpecificRecordBase value);

  /** What a key's value becomes; null erases it. */
  record Change(String key, @Nullable SpecificRecordBase value) {}

  /**
   * Writes in this order, and returns when all are acknowledged as by {@link #write}. Where it
   * throws, some may have been written.
   */
  void writeAll(Topic topic, List<Change> changes);

  @Override
  void close();
}
