package dev.weir.processors;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.Env;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.Priority;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the native memory of all state stores of one application together: their blocks and write
 * buffers share one cache. Without it each store would take its own 50 MB and more.
 */
final class StoreMemory implements AutoCloseable {

  private static final String SHARED = "weir.store.memory";
  private static final long CACHE_BYTES = 64L << 20;
  private static final long WRITE_BUFFERS_BYTES = 32L << 20;
  private static final long WRITE_BUFFER_BYTES = 1L << 20;

  /**
   * What a store takes at least as soon as it is written to. There are hundreds of stores: with
   * RocksDB's own choice they would fill the shared buffers by merely existing, and flush all the
   * time.
   */
  private static final long ARENA_BYTES = 8L << 10;

  /** As many as Kafka Streams asks for with each store. */
  private static final int BACKGROUND_THREADS =
      Math.max(2, Runtime.getRuntime().availableProcessors());

  static {
    // A cache is made before the first store, whose class would load the native part otherwise.
    RocksDB.loadLibrary();
    // The threads that flush and compact are of all stores: they take the niceness of their maker.
    Env.getDefault().setBackgroundThreads(BACKGROUND_THREADS, Priority.LOW);
    Env.getDefault().setBackgroundThreads(1, Priority.HIGH);
  }

  private final Cache cache = new LRUCache(CACHE_BYTES);
  private final WriteBufferManager writeBuffers =
      new WriteBufferManager(WRITE_BUFFERS_BYTES, cache);

  /** Settings for Kafka Streams. */
  Map<String, Object> settings() {
    return Map.of("rocksdb.config.setter", Setter.class, SHARED, this);
  }

  /** After the streams, whose stores use it. */
  @Override
  public void close() {
    writeBuffers.close();
    cache.close();
  }

  private void configure(Options options) {
    if (options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
      table.setBlockCache(cache);
      table.setCacheIndexAndFilterBlocks(true);
      table.setPinTopLevelIndexAndFilter(true);
      options.setTableFormatConfig(table);
    }
    options.setWriteBufferManager(writeBuffers);
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    options.setArenaBlockSize(ARENA_BYTES);
    options.setMaxWriteBufferNumber(2);
  }

  /** Made by Kafka, once for each store. */
  public static final class Setter implements RocksDBConfigSetter {

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
      if (configs.get(SHARED) instanceof StoreMemory memory) {
        memory.configure(options);
      }
    }

    @Override
    public void close(String storeName, Options options) {
      // Cache and write buffers outlive the store: the application closes them.
    }
  }
}
