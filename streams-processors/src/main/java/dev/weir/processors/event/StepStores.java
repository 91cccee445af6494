package dev.weir.processors.event;

import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Builds the stores of the steps: on disk, with a changelog. */
public final class StepStores {

  private StepStores() {}

  /**
   * A store from text to values of which only the newest of each commit is written: most change
   * several times within one. The application's settings say how much may wait.
   */
  public static <V> StoreBuilder<KeyValueStore<String, V>> keyed(String name, Serde<V> values) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), values)
        .withLoggingEnabled(Map.of())
        .withCachingEnabled();
  }
}
