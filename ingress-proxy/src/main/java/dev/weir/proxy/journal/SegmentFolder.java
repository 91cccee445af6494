package dev.weir.proxy.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of a journal's files, held by one process at a time until it is closed. */
final class SegmentFolder implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(SegmentFolder.class);
  private static final String SUFFIX = ".journal";

  private final Path path;
  private final FileChannel lockChannel;

  /** Guarded by the journal's lock. */
  private long lastFile;

  private SegmentFolder(Path path, FileChannel lockChannel) {
    this.path = path;
    this.lockChannel = lockChannel;
  }

  /**
   * Makes the folder where there is none, and takes it.
   *
   * @throws JournalInUseException where another process uses it
   * @throws IOException where it cannot be used
   */
  static SegmentFolder take(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (!Files.isDirectory(path)) {
      Files.createDirectory(path, ownerOnly(path, "rwx------"));
    }
    FileChannel channel =
        FileChannel.open(
            path.resolve("lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            ownerOnly(path, "rw-------"));
    try {
      @Nullable FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new JournalInUseException("another process uses the journal in " + path);
      }
      return new SegmentFolder(path, channel);
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new JournalInUseException("this process already uses the journal in " + path);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** What a file or folder is created with, where the file system knows permissions. */
  static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public String toString() {
    return path.toString();
  }

  /**
   * Opens what an earlier process has left and not published, in its order; deletes what holds
   * nothing more.
   */
  List<Segment> recover() throws IOException {
    List<Segment> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + SUFFIX)) {
      for (Path file : files) {
        lastFile = Math.max(lastFile, fileNumber(file));
        Optional<Segment> segment = Segment.reopen(file);
        if (segment.isEmpty() || segment.get().published() == segment.get().end()) {
          segment.ifPresent(Segment::close);
          Files.delete(file);
        } else {
          found.add(segment.get());
        }
      }
    }
    found.sort(Comparator.comparingLong(Segment::number));
    return found;
  }

  private static long fileNumber(Path file) {
    String name = file.getFileName().toString();
    try {
      return Long.parseLong(name, 0, name.length() - SUFFIX.length(), 10);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /** A name that no file of the folder has or had. */
  Path nextFile() {
    return path.resolve("%012d%s".formatted(++lastFile, SUFFIX));
  }

  /** Deletes the file of a segment that is closed. */
  void delete(Segment closed) {
    try {
      Files.delete(closed.file());
    } catch (IOException e) {
      LOGGER
          .atWarn()
          .addKeyValue("failure", e.getClass().getSimpleName())
          .log("a segment of the journal that is not needed cannot be deleted");
    }
  }

  /** Lets go of the folder; what is in it stays. */
  @Override
  public void close() {
    try {
      lockChannel.close();
    } catch (IOException e) {
      LOGGER
          .atWarn()
          .addKeyValue("failure", e.getClass().getSimpleName())
          .log("the journal's lock");
    }
  }
}
