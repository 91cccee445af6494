package dev.weir.processors.event;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/**
 * Ids that a task has seen, for a time. The time is that of processing and not of the events: a
 * proxy whose clock is wrong cannot make ids expire. What is too old goes a segment at a time, so
 * that forgetting costs nothing.
 */
public final class SeenIds {

  private static final byte[] MARK = {};

  private final ProcessingContext context;
  private final WindowStore<String, byte[]> store;
  private final Duration memory;

  private SeenIds(ProcessingContext context, WindowStore<String, byte[]> store, Duration memory) {
    this.context = context;
    this.store = store;
    this.memory = memory;
  }

  /** The store that holds the ids for at least {@code memory}. */
  public static StoreBuilder<WindowStore<String, byte[]>> builder(String name, Duration memory) {
    return Stores.windowStoreBuilder(
            Stores.persistentWindowStore(name, memory, memory, false),
            Serdes.String(),
            Serdes.ByteArray())
        .withLoggingEnabled(Map.of())
        .withCachingDisabled();
  }

  /** The ids in the task's store of this name. */
  public static SeenIds of(ProcessingContext context, String name, Duration memory) {
    return new SeenIds(context, context.getStateStore(name), memory);
  }

  /** Whether the id was added within the memory. */
  public boolean contains(String id) {
    long now = context.currentSystemTimeMs();
    long from = Math.max(0, now - memory.toMillis());
    try (WindowStoreIterator<byte[]> found = store.fetch(id, from, now)) {
      return found.hasNext();
    }
  }

  public void add(String id) {
    store.put(id, MARK, context.currentSystemTimeMs());
  }
}
