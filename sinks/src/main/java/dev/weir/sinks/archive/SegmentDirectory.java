package dev.weir.sinks.archive;

import dev.weir.sinks.parquet.ParquetRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** The files of one partition. Its user holds the partition's lock. */
final class SegmentDirectory {

  private final ArchiveDisk disk;
  private final Path directory;
  private final int partition;

  SegmentDirectory(ArchiveDisk disk, Path directory, int partition) {
    this.disk = disk;
    this.directory = directory;
    this.partition = partition;
  }

  int partition() {
    return partition;
  }

  /** What a look at the directory found. */
  record Found(OptionalLong nextOffset, Set<ManifestEntry.Missing> missing) {}

  /** Removes unfinished files and lists whole ones that a crash kept out of the manifest. */
  Found repair(Manifest manifest) throws IOException {
    removeUnfinished();
    List<SegmentFile> files = wholeFiles();
    Set<String> listed = new HashSet<>();
    Set<ManifestEntry.Missing> missing = new HashSet<>();
    long last = -1;
    for (ManifestEntry entry : manifest.read()) {
      if (entry.partition() != partition) {
        continue;
      }
      switch (entry) {
        case ManifestEntry.Archived archived -> {
          listed.add(archived.file());
          last = Math.max(last, archived.lastOffset());
        }
        case ManifestEntry.Missing gap -> missing.add(gap);
      }
    }
    for (SegmentFile file : files) {
      if (!listed.contains(partition + "/" + file.name().fileName())) {
        manifest.append(file.describe(partition));
      }
      last = Math.max(last, file.name().lastOffset());
    }
    if (!files.isEmpty()) {
      files.getLast().footer();
    }
    return new Found(last < 0 ? OptionalLong.empty() : OptionalLong.of(last + 1), missing);
  }

  OpenSegment begin(
      long firstOffset, Schema schema, int rowGroupBytes, Map<String, String> labels, Instant now)
      throws IOException {
    Path temporary = OpenSegment.temporaryFile(directory, firstOffset);
    ParquetRows rows = ParquetRows.create(temporary, schema, rowGroupBytes, labels);
    return new OpenSegment(disk, temporary, rows, firstOffset, now);
  }

  /** Seals a file and makes its name durable. */
  ManifestEntry.Archived seal(OpenSegment segment) throws IOException {
    Path path = segment.seal();
    disk.syncDirectory(directory);
    SegmentName name = SegmentName.parse(path.getFileName().toString()).orElseThrow();
    return new SegmentFile(path, name).describe(partition);
  }

  private void removeUnfinished() throws IOException {
    boolean removed = false;
    for (Path path : list()) {
      if (path.getFileName().toString().endsWith(OpenSegment.TEMPORARY_SUFFIX)) {
        disk.delete(path);
        removed = true;
      }
    }
    if (removed) {
      disk.syncDirectory(directory);
    }
  }

  /** By offset; overlapping files are refused, since rows would count twice. */
  private List<SegmentFile> wholeFiles() throws IOException {
    List<SegmentFile> files = new ArrayList<>();
    for (Path path : list()) {
      SegmentName.parse(path.getFileName().toString())
          .ifPresent(name -> files.add(new SegmentFile(path, name)));
    }
    files.sort(Comparator.comparingLong(file -> file.name().firstOffset()));
    for (int i = 1; i < files.size(); i++) {
      if (files.get(i).name().firstOffset() <= files.get(i - 1).name().lastOffset()) {
        throw new IOException("two archive files hold the same offsets: " + files.get(i).path());
      }
    }
    return files;
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.toList();
    }
  }
}
