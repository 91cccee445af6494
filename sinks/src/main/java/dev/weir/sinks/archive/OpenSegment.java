package dev.weir.sinks.archive;

import dev.weir.sinks.parquet.ArchiveRow;
import dev.weir.sinks.parquet.ParquetFooter;
import dev.weir.sinks.parquet.ParquetRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A file that is being written under a temporary name. */
final class OpenSegment {

  static final String TEMPORARY_SUFFIX = ".tmp";

  private final ArchiveDisk disk;
  private final Path temporary;
  private final ParquetRows rows;
  private final Instant openedAt;
  private final long firstOffset;
  private long lastOffset;
  private long count;

  OpenSegment(
      ArchiveDisk disk, Path temporary, ParquetRows rows, long firstOffset, Instant openedAt) {
    this.disk = disk;
    this.temporary = temporary;
    this.rows = rows;
    this.openedAt = openedAt;
    this.firstOffset = firstOffset;
    this.lastOffset = firstOffset - 1;
  }

  static Path temporaryFile(Path partitionDirectory, long firstOffset) {
    return partitionDirectory.resolve(".open-%020d%s".formatted(firstOffset, TEMPORARY_SUFFIX));
  }

  void write(ArchiveRow row) throws IOException {
    rows.write(row);
    lastOffset = row.offset();
    count++;
  }

  long lastOffset() {
    return lastOffset;
  }

  long count() {
    return count;
  }

  long bytes() {
    return rows.bytes();
  }

  Instant openedAt() {
    return openedAt;
  }

  boolean isDue(RollPolicy policy, Instant now) {
    return policy.isDue(bytes(), count, openedAt, now);
  }

  /** Makes the file whole, durable and visible. */
  Path seal() throws IOException {
    rows.close();
    disk.sync(temporary);
    ParquetFooter footer = ParquetFooter.read(temporary);
    if (footer.rows() != count
        || footer.firstOffset() != firstOffset
        || footer.lastOffset() != lastOffset) {
      throw new IOException("the file is not what was written: " + footer);
    }
    Path target = temporary.resolveSibling(new SegmentName(firstOffset, lastOffset).fileName());
    disk.rename(temporary, target);
    return target;
  }

  /** Gives the file up; what was in it is still in the log. */
  void abandon() throws IOException {
    try {
      rows.close();
    } finally {
      if (Files.exists(temporary)) {
        disk.delete(temporary);
      }
    }
  }
}
