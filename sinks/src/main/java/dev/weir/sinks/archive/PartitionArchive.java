package dev.weir.sinks.archive;

import dev.weir.sinks.parquet.ArchiveRow;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of a partition. After an {@link IOException} it is to be closed; a new one finds
 * out from the directory where to go on.
 */
public final class PartitionArchive implements AutoCloseable {

  private final TopicArchive topic;
  private final SegmentDirectory files;
  private final Manifest manifest;
  private final Closeable lock;
  private final Set<ManifestEntry.Missing> missing;
  private OptionalLong nextOffset;
  private @Nullable OpenSegment open;

  PartitionArchive(
      TopicArchive topic,
      SegmentDirectory files,
      Manifest manifest,
      Closeable lock,
      SegmentDirectory.Found found) {
    this.topic = topic;
    this.files = files;
    this.manifest = manifest;
    this.lock = lock;
    this.missing = new HashSet<>(found.missing());
    this.nextOffset = found.nextOffset();
  }

  /** The first offset that no whole file holds; nothing where no file was ever written. */
  public OptionalLong nextOffset() {
    return nextOffset;
  }

  public boolean isOpen() {
    return open != null;
  }

  /** Bytes of the open file, an upper bound of what is held in memory for it. */
  public long openBytes() {
    return open == null ? 0 : open.bytes();
  }

  /** Rows in the open file. */
  public long openRows() {
    return open == null ? 0 : open.count();
  }

  public Optional<Instant> openedAt() {
    return Optional.ofNullable(open).map(OpenSegment::openedAt);
  }

  public boolean isDue(RollPolicy policy, Instant now) {
    return open != null && open.isDue(policy, now);
  }

  /** Adds a row to the open file; rows come in the order of their offsets. */
  public void append(ArchiveRow row, Instant now) throws IOException {
    long previous = open == null ? nextOffset.orElse(0) - 1 : open.lastOffset();
    if (row.partition() != files.partition() || row.offset() <= previous) {
      throw new IllegalArgumentException(
          "row %d/%d does not follow offset %d of partition %d"
              .formatted(row.partition(), row.offset(), previous, files.partition()));
    }
    OpenSegment segment = open;
    if (segment == null) {
      segment =
          files.begin(
              row.offset(),
              topic.valueSchema(),
              topic.rowGroupBytes(),
              topic.labels(row.partition()),
              now);
      open = segment;
    }
    segment.write(row);
  }

  /** Makes the open file whole and lists it; nothing when no file is open. */
  public Optional<ManifestEntry.Archived> seal() throws IOException {
    OpenSegment segment = open;
    if (segment == null) {
      return Optional.empty();
    }
    ManifestEntry.Archived entry = files.seal(segment);
    open = null;
    manifest.append(entry);
    nextOffset = OptionalLong.of(entry.lastOffset() + 1);
    return Optional.of(entry);
  }

  /**
   * Notes offsets that the log deleted before they were archived; once, however often it is told.
   */
  public void noteMissing(long from, long until) throws IOException {
    var gap = new ManifestEntry.Missing(files.partition(), from, until);
    if (missing.add(gap)) {
      manifest.append(gap);
    }
  }

  /** Gives up the open file, whose rows are still in the log, and the partition. */
  @Override
  public void close() throws IOException {
    try (Closeable _ = lock) {
      if (open != null) {
        open.abandon();
        open = null;
      }
    }
  }
}
