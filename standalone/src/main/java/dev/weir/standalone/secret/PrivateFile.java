package dev.weir.standalone.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that only their owner may see, written whole or not at all. */
final class PrivateFile {

  private static final Set<PosixFilePermission> NEVER =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private PrivateFile() {}

  /**
   * Reads a file that nobody but its owner may see. A group may read one that nobody may write, as
   * a volume is mounted for a container (mode 0440).
   *
   * @throws KeystoreException where others may see it, or it is larger than {@code bytesMax}
   */
  static byte[] read(Path file, int bytesMax) {
    try {
      requirePrivate(file);
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(bytesMax + 1);
        if (bytes.length > bytesMax) {
          throw new KeystoreException(file + " is larger than " + bytesMax + " bytes");
        }
        return bytes;
      }
    } catch (IOException e) {
      throw failed("read", file, e);
    }
  }

  private static void requirePrivate(Path file) throws IOException {
    if (!hasPermissions(file)) {
      return;
    }
    Set<PosixFilePermission> given = Files.getPosixFilePermissions(file);
    boolean groupReads = given.contains(PosixFilePermission.GROUP_READ);
    boolean ownerWrites = given.contains(PosixFilePermission.OWNER_WRITE);
    if (given.stream().anyMatch(NEVER::contains) || (groupReads && ownerWrites)) {
      throw new KeystoreException(
          "%s has the mode %s, which lets others see it; close it with: chmod 600 '%s'"
              .formatted(file, PosixFilePermissions.toString(given), file));
    }
  }

  /** Puts new bytes in the place of a file: on the disk first, then under its name (mode 0600). */
  static void replace(Path file, byte[] bytes) {
    Path folder = folderOf(file);
    try {
      makeFolderOf(file);
      Path fresh =
          Files.createTempFile(
              folder, "." + file.getFileName(), ".new", ofOwner(folder, "rw-------"));
      try {
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
          channel.force(true);
        }
        rename(fresh, file);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw failed("write", file, e);
    }
  }

  /** One name takes the place of the other, and the folder is on the disk. */
  static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path folder = folderOf(to);
    if (hasPermissions(folder)) {
      // Elsewhere a folder cannot be opened, and need not be.
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Makes the folder of a file, for its owner alone, where it is not there. */
  static void makeFolderOf(Path file) throws IOException {
    Path folder = folderOf(file);
    Files.createDirectories(folder, ofOwner(folder, "rwx------"));
  }

  static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().normalize().getParent();
    return parent == null ? Path.of("").toAbsolutePath() : parent;
  }

  static KeystoreException failed(String what, Path file, IOException e) {
    return new KeystoreException(
        "cannot " + what + " " + file + " (" + e.getClass().getSimpleName() + ")");
  }

  private static boolean hasPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] ofOwner(Path folder, String mode) {
    return hasPermissions(folder)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
