package dev.weir.sinks.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** The directory of one topic: {@code <archive>/<topic>/<partition>/<first>-<last>.parquet}. */
public final class TopicArchive {

  private final ArchiveDisk disk;
  private final Path directory;
  private final String topic;
  private final Schema valueSchema;
  private final int rowGroupBytes;

  public TopicArchive(
      ArchiveDisk disk, Path archive, String topic, Schema valueSchema, int rowGroupBytes) {
    this.disk = disk;
    this.directory = archive.resolve(topic);
    this.topic = topic;
    this.valueSchema = valueSchema;
    this.rowGroupBytes = rowGroupBytes;
  }

  /**
   * Opens a partition for writing and repairs what a crash left; nothing while another writer has
   * it.
   *
   * @throws IOException when the directory cannot be used or holds files that contradict each other
   */
  public Optional<PartitionArchive> open(int partition) throws IOException {
    Path partitionDirectory = directory.resolve(Integer.toString(partition));
    disk.createDirectories(partitionDirectory);
    Optional<Closeable> lock = disk.lock(partitionDirectory.resolve(".lock"));
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    boolean opened = false;
    try {
      var files = new SegmentDirectory(disk, partitionDirectory, partition);
      var manifest = new Manifest(disk, directory);
      var archive = new PartitionArchive(this, files, manifest, lock.get(), files.repair(manifest));
      opened = true;
      return Optional.of(archive);
    } finally {
      if (!opened) {
        lock.get().close();
      }
    }
  }

  Schema valueSchema() {
    return valueSchema;
  }

  int rowGroupBytes() {
    return rowGroupBytes;
  }

  Map<String, String> labels(int partition) {
    return Map.of("weir.topic", topic, "weir.partition", Integer.toString(partition));
  }
}
