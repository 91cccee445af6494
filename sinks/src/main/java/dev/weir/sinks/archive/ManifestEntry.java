package dev.weir.sinks.archive;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** One line of a topic's manifest. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ManifestEntry.Archived.class, name = "file"),
  @JsonSubTypes.Type(value = ManifestEntry.Missing.class, name = "missing")
})
public sealed interface ManifestEntry {

  int partition();

  /**
   * A whole file. Offsets between first and last that have no row were never readable: they are the
   * log's own marks.
   *
   * @param file relative to the topic's directory
   * @param sha256 of the file's bytes, in hexadecimal digits
   */
  record Archived(
      int partition,
      String file,
      long firstOffset,
      long lastOffset,
      long rows,
      long bytes,
      String sha256,
      Instant minTimestamp,
      Instant maxTimestamp)
      implements ManifestEntry {}

  /** Offsets, {@code until} excluded, that the log deleted before they were archived. */
  record Missing(int partition, long from, long until) implements ManifestEntry {}
}
