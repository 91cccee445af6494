package dev.weir.standalone.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder that holds everything, held by one process at a time. The system lets go of the lock
 * when the process ends, however it ends.
 */
final class BrokerDirectory implements AutoCloseable {

  private final Path path;
  private final FileChannel lock;

  private BrokerDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the folder if it is missing, and takes it.
   *
   * @throws CannotStartException where another process holds it, or it cannot be written
   */
  static BrokerDirectory take(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      return lock(absolute);
    } catch (IOException e) {
      throw new CannotStartException("cannot write to the data directory " + absolute, e);
    }
  }

  // The channel is the lock: it stays open until the directory is let go.
  @SuppressWarnings("resource")
  private static BrokerDirectory lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolve("kafka.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new BrokerDirectory(path, channel);
      }
    } catch (OverlappingFileLockException e) {
      // Held within this process: in use, like one that is held by another.
    }
    channel.close();
    throw new CannotStartException("the data directory " + path + " is in use by another process");
  }

  /** Where the broker keeps its log. */
  Path log() {
    return path.resolve("kafka");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
