package dev.weir.sinks.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The durable steps of the archive, each of which a crash can precede or follow. What a test breaks
 * is here, and only here.
 */
public interface ArchiveDisk {

  /** Makes a directory and its parents, durably. */
  void createDirectories(Path directory) throws IOException;

  /** Forces a file's bytes and length to the disk. */
  void sync(Path file) throws IOException;

  /** Gives a file its final name, atomically; fails where that name is taken. */
  void rename(Path from, Path to) throws IOException;

  /** Makes renames and deletions in a directory durable. */
  void syncDirectory(Path directory) throws IOException;

  /** Appends to a file, making it where there is none, and forces it to the disk. */
  void append(Path file, byte[] bytes) throws IOException;

  /** Cuts a file to a length and forces it to the disk. */
  void truncate(Path file, long length) throws IOException;

  void delete(Path file) throws IOException;

  /**
   * Takes a lock that ends with the process, or nothing when somebody else holds it. The file stays
   * when the lock is given back.
   */
  Optional<Closeable> lock(Path file) throws IOException;
}
