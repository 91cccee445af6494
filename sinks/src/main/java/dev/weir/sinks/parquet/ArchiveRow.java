package dev.weir.sinks.parquet;

import java.time.Instant;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** One record of the log: where it stood, when it was written, its key and its value. */
public record ArchiveRow(
    int partition, long offset, Instant timestamp, @Nullable String key, IndexedRecord value) {

  public ArchiveRow {
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException("no such position: " + partition + "/" + offset);
    }
  }
}
