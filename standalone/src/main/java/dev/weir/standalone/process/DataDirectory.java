package dev.weir.standalone.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder that holds everything a process writes; the names in it are known only here. */
public record DataDirectory(Path path) {

  private static final Logger LOGGER = LoggerFactory.getLogger(DataDirectory.class);

  /** The role of a process that is all of Weir. */
  static final String GATEWAY = "gateway";

  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  public Path kafka() {
    return path.resolve("kafka");
  }

  public Path processorState() {
    return path.resolve("state");
  }

  /** Each proxy has its own, which its next start finds by the same id. */
  public Path journal(String proxyId) {
    return path.resolve("journal").resolve(proxyId);
  }

  public Path archive() {
    return path.resolve("archive");
  }

  /** Each role has its own: processes that share a folder must not roll each other's file. */
  public Path logFile(String role) {
    return path.resolve((role.equals(GATEWAY) ? "weir" : role) + ".log");
  }

  /** Native code, unpacked for as long as a process of this role runs. */
  Path nativeLibraries(String role) {
    return path.resolve("native").resolve(role);
  }

  Path keyEncryptionKey() {
    return path.resolve("key-encryption-key");
  }

  Path demoKey() {
    return path.resolve("demo-key");
  }

  Path addresses() {
    return path.resolve("running");
  }

  /** The folder of another process, which need not be there. */
  public static DataDirectory at(Path path) {
    return new DataDirectory(path.toAbsolutePath().normalize());
  }

  /**
   * Makes sure that the folder is there and can be written to; only its owner can look into it.
   *
   * @throws StartException where it cannot be used
   */
  public static DataDirectory open(Path path) {
    Folders.require(path, "--data", ofOwner(path));
    DataDirectory data = new DataDirectory(path.toAbsolutePath().normalize());
    data.warningOfOthers().ifPresent(text -> LOGGER.atError().log(text));
    return data;
  }

  /** One line for the owner where others can look into the folder. */
  public Optional<String> warningOfOthers() {
    try {
      return Files.getFileStore(path).supportsFileAttributeView("posix")
              && Files.getPosixFilePermissions(path).stream().anyMatch(OF_OTHERS::contains)
          ? Optional.of(path + " is open to other users; close it with: chmod 700 '" + path + "'")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of("cannot see who may look into " + path + ": " + e.getMessage());
    }
  }

  /** Holds a role in this folder until it is closed or the process ends, however it ends. */
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes the role for this process.
   *
   * @throws StartException where another process has it
   */
  public Hold hold(String role) {
    Path file = path.resolve(role + ".lock");
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new StartException(
            path
                + " is in use by another weir"
                + owner(file)
                + "; stop that one, or name another folder with --data");
      }
      channel.truncate(0);
      channel.write(StandardCharsets.US_ASCII.encode(Long.toString(ProcessHandle.current().pid())));
      return () -> release(channel);
    } catch (IOException e) {
      throw new StartException("cannot lock " + file + ": " + e.getMessage(), e);
    }
  }

  /** Writes a file that only its owner can read, whole or not at all. */
  void writePrivately(Path file, String content) throws IOException {
    Path fresh = Files.createTempFile(path, file.getFileName().toString(), ".new");
    try {
      // createTempFile gives it to the owner alone.
      Files.writeString(fresh, content, StandardOpenOption.SYNC);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Nothing where there is no such file. */
  static Optional<String> read(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  private static FileAttribute<?>[] ofOwner(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String owner(Path file) throws IOException {
    String pid = Files.readString(file).strip();
    return pid.isEmpty() ? "" : " (process " + pid + ")";
  }

  private static void release(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
