package dev.weir.proxy.record;

import dev.weir.schemas.topic.Topic;
import org.apache.avro.specific.SpecificRecordBase;

/** Where events go. */
public interface EventLog extends AutoCloseable {

  /**
   * Hands an event over and returns at once. Events of one key keep their order.
   *
   * @param key the record's key, UTF-8
   * @param told told once whether the log keeps the event; on any thread, maybe this one
   */
  void append(Topic topic, String key, String eventId, SpecificRecordBase event, Told told);

  /** Waits a bounded time for what was handed over. */
  @Override
  void close();

  /** Is told what became of an event. */
  interface Told {

    /** For events whose loss is counted by the log and concerns nobody else. */
    Told NOBODY = _ -> {};

    void kept(boolean kept);
  }
}
